/** What many answers have in common. */
import type { ItemType, MeetingStatus, StatementBasis } from "../generated/graphql";

export interface Localized {
  readonly value: string;
  readonly locale: string;
}

export interface ItemLike {
  readonly itemType: ItemType;
  readonly slug: string;
  readonly labelText: Localized | null;
}

export interface AreaLike {
  readonly code: string;
  readonly name: string | null;
}

export type ActorLike =
  | { readonly __typename: "Person"; readonly slug: string; readonly labelText: Localized | null }
  | { readonly __typename: "Organization"; readonly slug: string; readonly labelText: Localized | null }
  | ({ readonly __typename: "Area" } & AreaLike);

export interface PlaceLike {
  readonly city: string | null;
  readonly venue?: string | null;
  readonly area?: AreaLike | null;
}

export interface MeetingLike {
  readonly slug: string;
  readonly labelText: Localized | null;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly status?: MeetingStatus;
  readonly places?: readonly PlaceLike[];
  readonly mechanism?: { readonly slug: string; readonly labelText: Localized | null } | null;
}

export interface StatementLike {
  readonly id: string;
  readonly field: string;
  readonly value: string | null;
  readonly basis: StatementBasis;
  readonly quote: string | null;
  readonly location: string | null;
  readonly source: ItemLike | null;
  readonly sourceUrl: string | null;
  readonly statedBy: ActorLike | null;
}
