/**
 * A field in which one writes part of a name, in any script, and picks an item: the combobox of the ARIA Authoring Practices, with
 * a list that filters as one writes.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { ItemType } from "../generated/graphql";
import { messages } from "../language";
import type { ItemLike } from "./shapes";
import { Text } from "./text";

/** Milliseconds without a key before suggestions are asked for. */
const PAUSE = 150;

export function ItemPicker({
  label,
  name,
  placeholder,
  types,
  initial = "",
  onPick,
  clearOnPick = false,
}: {
  label: string;
  name?: string;
  placeholder?: string;
  /** Only items of these types. */
  types?: ItemType[];
  /** What stands in the field at first. */
  initial?: string;
  onPick: (item: ItemLike) => void;
  clearOnPick?: boolean;
}) {
  const id = useId();
  const [text, setText] = useState(initial);
  const [asked, setAsked] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const typed = useRef(false);
  useEffect(() => {
    typed.current = false;
    setText(initial);
  }, [initial]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.current ? text.trim() : ""), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const answer = useAnswer(documents.suggest, asked ? { query: asked, first: 8, types: types ?? null } : undefined);
  const options = asked ? (answer.data?.search.edges ?? []) : [];
  const shown = open && options.length > 0;
  const pick = (at: number) => {
    const option = options[at];
    if (!option) return;
    typed.current = false;
    setOpen(false);
    setActive(-1);
    setAsked("");
    setText(clearOnPick ? "" : (option.node.labelText?.value ?? option.node.slug));
    onPick(option.node);
  };
  return (
    <div class="picker">
      <input
        type="search"
        autocomplete="off"
        role="combobox"
        list={undefined}
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        {...(name ? { name } : {})}
        placeholder={placeholder ?? label}
        value={text}
        onInput={(event) => {
          typed.current = true;
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Escape") setOpen(false);
          else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setOpen(true);
            const step = event.key === "ArrowDown" ? 1 : -1;
            if (options.length > 0) setActive((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
          } else if (event.key === "Enter" && shown && active >= 0) {
            event.preventDefault();
            pick(active);
          }
        }}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!shown}>
        {options.map(({ node }, at) => (
          <li
            key={node.id}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            // Before the field loses the focus, and with it the list.
            onMouseDown={(event) => {
              event.preventDefault();
              pick(at);
            }}
          >
            <Text text={node.labelText} />
            <small>{messages.value.type[node.itemType]}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
