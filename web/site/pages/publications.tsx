/** All publications, the newest first, by kind. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { PublicationKind } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { DatedList, Filters, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { useTitle } from "../parts/title";

export default function Publications() {
  const { nav, filters, publicationKind } = messages.value;
  useTitle(nav.publications);
  const { query } = useLocation();
  const kinds = Object.keys(publicationKind) as PublicationKind[];
  const kind = kinds.find((each) => each === query["kind"]);
  const variables = { first: 30, after: null, filter: kind ? { kinds: [kind] } : {} };
  const page = usePages(documents.publications, variables, (data) => data.publications);
  return (
    <div class="page">
      <PageHead title={nav.publications} />
      <Filters>
        <Choice name="kind" label={filters.kind} any={filters.any} options={kinds.map((each) => [each, publicationKind[each]])} />
      </Filters>
      <Answered answer={page}>
        {() => (
          <>
            <DatedList
              type="PUBLICATION"
              items={page.nodes.map((node) => ({ ...node, date: node.issued, note: publicationKind[node.kind] }))}
            />
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
