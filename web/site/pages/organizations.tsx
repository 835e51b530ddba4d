/** All organizations, in the order of the reader's language, by kind. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { OrganizationKind } from "../generated/graphql";
import { language, messages } from "../language";
import { Choice } from "../parts/choice";
import { Filters, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { ItemLink } from "../parts/text";
import { useTitle } from "../parts/title";

export default function Organizations() {
  const { nav, filters, organizationKind } = messages.value;
  useTitle(nav.organizations);
  const { query } = useLocation();
  const kinds = Object.keys(organizationKind) as OrganizationKind[];
  const kind = kinds.find((each) => each === query["kind"]);
  const variables = { first: 60, after: null, locale: language.value, filter: kind ? { kinds: [kind] } : {} };
  const page = usePages(documents.organizations, variables, (data) => data.organizations);
  return (
    <div class="page">
      <PageHead title={nav.organizations} />
      <Filters>
        <Choice name="kind" label={filters.kind} any={filters.any} options={kinds.map((each) => [each, organizationKind[each]])} />
      </Filters>
      <Answered answer={page}>
        {() => (
          <>
            <ul class="cards">
              {page.nodes.map((organization) => (
                <li key={organization.id}>
                  <ItemLink item={organization} type="ORGANIZATION" />
                  <p class="quiet">
                    {[organizationKind[organization.kind], organization.area?.name].filter(Boolean).join(" · ")}
                  </p>
                </li>
              ))}
            </ul>
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
