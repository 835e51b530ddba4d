/** The field that finds anything: suggestions while one writes, and all results on Enter. */
import { useLocation } from "preact-iso";

import { messages } from "../language";
import { ItemPicker } from "./item-picker";
import { pathOf } from "./text";

export function SearchBox() {
  const { site } = messages.value;
  const { route } = useLocation();
  return (
    <form
      class="searchbox"
      role="search"
      action="/search"
      onSubmit={(event) => {
        event.preventDefault();
        const query = new FormData(event.currentTarget).get("q");
        if (typeof query === "string" && query.trim()) route(`/search?q=${encodeURIComponent(query.trim())}`);
      }}
    >
      <ItemPicker
        name="q"
        label={site.search}
        placeholder={site.searchHint}
        onPick={(item) => route(pathOf(item.itemType, item.slug))}
        clearOnPick
      />
    </form>
  );
}
