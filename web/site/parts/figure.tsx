/** One indicator as a chart, and the same as a table for who would rather read. */
import { useState } from "preact/hooks";

import type { ObservationStatus } from "../generated/graphql";
import { formatDate, formatNumber, messages } from "../language";
import { Chart, type Series } from "./chart";
import type { AreaLike, Localized, StatementLike } from "./shapes";
import { SourceMarks } from "./sources";
import { AreaLink, ItemLink, Text } from "./text";

export interface ObservationLike {
  readonly id: string;
  readonly period: string;
  readonly value: string;
  readonly status: ObservationStatus;
  readonly area: AreaLike | null;
  /** Where it is known from, on the page that says so. */
  readonly statements?: readonly StatementLike[];
}

export interface IndicatorLike {
  readonly slug: string;
  readonly labelText: Localized | null;
  readonly unit: string;
  readonly multiplier: number;
}

/** A value with its unit. */
export function formatValue(value: number, { unit, multiplier }: { unit: string; multiplier: number }): string {
  if (unit === "PERCENT") return formatNumber(value / 100, { style: "percent", maximumFractionDigits: 1 });
  const whole = value * 10 ** multiplier;
  const compact = { notation: "compact", maximumFractionDigits: 1 } as const;
  if (/^[A-Z]{3}$/.test(unit)) return formatNumber(whole, { style: "currency", currency: unit, ...compact });
  return formatNumber(whole, compact);
}

export function Figure({
  indicator,
  observations,
  linked = false,
  wide = false,
}: {
  indicator: IndicatorLike;
  observations: readonly ObservationLike[];
  linked?: boolean;
  /** It is what its page is about. */
  wide?: boolean;
}) {
  const { chart } = messages.value;
  const [asTable, setAsTable] = useState(false);
  const series = seriesOf(observations);
  const isLine = series.some(({ points }) => points.length > 1);
  return (
    <figure class="figure">
      <figcaption>
        {linked ? <ItemLink item={indicator} type="INDICATOR" /> : <Text text={indicator.labelText} />}
      </figcaption>
      {asTable || !isLine ? (
        <ObservationTable indicator={indicator} observations={observations} />
      ) : (
        <Chart series={series} format={(value) => formatValue(value, indicator)} label={indicator.labelText?.value ?? ""} wide={wide} />
      )}
      {isLine ? (
        <button type="button" class="plain" onClick={() => setAsTable(!asTable)}>
          {asTable ? chart.chart : chart.table}
        </button>
      ) : null}
    </figure>
  );
}

export function ObservationTable({
  indicator,
  observations,
}: {
  indicator: IndicatorLike;
  observations: readonly ObservationLike[];
}) {
  const { field, observationStatus } = messages.value;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{field.period}</th>
          <th scope="col">{field.area}</th>
          <th scope="col" class="number">
            {field.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {observations.map((each) => (
          <tr key={each.id}>
            <th scope="row">{formatDate(each.period)}</th>
            <td>{each.area ? <AreaLink area={each.area} /> : null}</td>
            <td class="number">
              {observationStatus[each.status] ? <small class="quiet">{observationStatus[each.status]} </small> : null}
              {formatValue(Number(each.value), indicator)}
              {each.statements ? <SourceMarks statements={each.statements} of={`${formatDate(each.period)} ${formatValue(Number(each.value), indicator)}`} /> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The observations of each area, the earliest first. */
function seriesOf(observations: readonly ObservationLike[]): Series[] {
  const byArea = new Map<string, Series>();
  for (const each of observations) {
    const code = each.area?.code ?? "";
    const series = byArea.get(code) ?? { name: each.area?.name ?? code, points: [] };
    series.points.push({
      year: yearOf(each.period),
      label: [formatDate(each.period), messages.value.observationStatus[each.status]].filter(Boolean).join(", "),
      value: Number(each.value),
      observed: each.status !== "TARGET" && each.status !== "FORECAST",
    });
    byArea.set(code, series);
  }
  for (const series of byArea.values()) series.points.sort((one, other) => one.year - other.year);
  return [...byArea.values()].sort((one, other) => other.points.length - one.points.length).slice(0, 4);
}

/** A period as a number of years. */
function yearOf(period: string): number {
  const [year = "0", month = "1", day = "1"] = period.split("-");
  return Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 366;
}
