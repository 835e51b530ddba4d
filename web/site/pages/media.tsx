/** What other outlets published, and videos, the newest first, by kind. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { MediaItemKind } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { DatedList, Filters, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { useTitle } from "../parts/title";

export default function Media() {
  const { nav, filters, mediaKind } = messages.value;
  useTitle(nav.media);
  const { query } = useLocation();
  const kinds = Object.keys(mediaKind) as MediaItemKind[];
  const kind = kinds.find((each) => each === query["kind"]);
  const variables = { first: 30, after: null, filter: kind ? { kinds: [kind] } : {} };
  const page = usePages(documents.media, variables, (data) => data.mediaItems);
  return (
    <div class="page">
      <PageHead title={nav.media} />
      <Filters>
        <Choice name="kind" label={filters.kind} any={filters.any} options={kinds.map((each) => [each, mediaKind[each]])} />
      </Filters>
      <Answered answer={page}>
        {() => (
          <>
            <DatedList
              type="MEDIA_ITEM"
              items={page.nodes.map((node) => ({ ...node, note: `${node.outlet} · ${mediaKind[node.kind]}` }))}
            />
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
