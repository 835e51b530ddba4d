/** A filter for what was surely in one year; none without a year. */
export function duringYear(year: string | undefined) {
  if (!year || !/^\d{4}$/.test(year)) return {};
  return { during: { from: year, until: `${Number(year) + 1}`, certainty: "CERTAIN" as const } };
}
