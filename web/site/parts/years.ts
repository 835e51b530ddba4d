/** A filter for what was surely in one year; none without a year. */
export function duringYear(year: string | undefined) {
  if (!year || !/^\d{4}$/.test(year)) return {};
  return { during: { from: year, until: `${Number(year) + 1}`, certainty: "CERTAIN" as const } };
}

/** Years that can be chosen, the last first. */
export function yearsOf(facet: readonly { readonly value: number | null }[] | undefined): (readonly [string, string])[] {
  const years = (facet ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
  return years.sort((one, other) => other - one).map((year) => [`${year}`, `${year}`]);
}
