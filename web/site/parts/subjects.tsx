/** Whom or what a list is about: people, organizations and mechanisms by their slugs, kept in the address. */
import { useLocation } from "preact-iso";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages } from "../language";
import { withParameter } from "./choice";
import { ItemPicker } from "./item-picker";

/** The parameter of each, and its content type. */
const types = { person: "PERSON", organization: "ORGANIZATION", mechanism: "MECHANISM" } as const;
const kinds = Object.keys(types) as SubjectKind[];

export type SubjectKind = keyof typeof types;

export interface Subject {
  readonly kind: SubjectKind;
  readonly slug: string;
}

/** What the address names. */
export function subjectsIn(query: Record<string, string>): Subject[] {
  return kinds.flatMap((kind) => slugsOf(query, kind).map((slug) => ({ kind, slug })));
}

const slugsOf = (query: Record<string, string>, kind: SubjectKind): string[] => query[kind]?.split(",").filter(Boolean) ?? [];

/** How the API names one of several sorts of items. */
export const refTo = <Kind extends SubjectKind>(kind: Kind, slug: string) => ({ [kind]: { slug } }) as RefTo<Kind>;

type RefTo<Kind extends SubjectKind> = Kind extends SubjectKind ? Record<Kind, { slug: string }> : never;

/** Where all news about somebody is, if there is more than what is shown. */
export const allNewsAbout = (kind: SubjectKind, slug: string, shown: { totalCount: number; nodes: readonly unknown[] }): string | false =>
  shown.totalCount > shown.nodes.length && `/news?${kind}=${slug}`;

/** What something is called; nothing until that is known. */
export function useCalled(kind: SubjectKind, slug: string | undefined): string {
  const asked = { person: kind === "person", organization: kind === "organization", mechanism: kind === "mechanism" };
  const { data } = useAnswer(documents.called, slug ? { by: { slug }, ...asked } : undefined);
  return data?.[kind]?.labelText?.value ?? "";
}

/** The field that adds one, and those that are there, each to be taken away. */
export function SubjectFilter() {
  const { filters } = messages.value;
  const { path, query, route } = useLocation();
  const put = (kind: SubjectKind, slugs: readonly string[]) => route(withParameter(path, query, kind, slugs.join(",")), true);
  return (
    <div class="subjects">
      <span class="quiet">{filters.about}</span>
      <ItemPicker
        label={filters.about}
        placeholder={messages.value.relations.pick}
        types={Object.values(types)}
        clearOnPick
        onPick={({ itemType, slug }) => {
          const kind = kinds.find((kind) => types[kind] === itemType);
          if (kind) put(kind, [...new Set([...slugsOf(query, kind), slug])]);
        }}
      />
      <ul class="chips">
        {subjectsIn(query).map(({ kind, slug }) => (
          <Chip
            key={`${kind}:${slug}`}
            kind={kind}
            slug={slug}
            remove={() => put(kind, slugsOf(query, kind).filter((other) => other !== slug))}
          />
        ))}
      </ul>
    </div>
  );
}

function Chip({ kind, slug, remove }: Subject & { remove: () => void }) {
  const name = useCalled(kind, slug) || slug;
  return (
    <li>
      <button type="button" onClick={remove} aria-label={messages.value.filters.without(name)}>
        {name} <span aria-hidden="true">×</span>
      </button>
    </li>
  );
}
