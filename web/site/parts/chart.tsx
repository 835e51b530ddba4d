/**
 * A line chart of a few series over time, drawn as SVG. What was observed is a line; what is only hoped for or expected is not
 * joined to it as if it had come about, but hollow and dashed.
 */

export interface Point {
  readonly year: number;
  readonly label: string;
  readonly value: number;
  /** It has happened, and is neither a target nor a forecast. */
  readonly observed: boolean;
}

export interface Series {
  readonly name: string;
  readonly points: Point[];
}

const sizes = { narrow: { width: 420, height: 210 }, wide: { width: 760, height: 300 } };
const margin = { top: 24, right: 24, bottom: 26, left: 58 };
/** As wide as a year's letters, with some room. */
const YEAR = 36;

/** Round values between two limits, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const step = stepOf(low, high, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

function stepOf(low: number, high: number, count: number): number {
  const rough = (high - low || Math.abs(high) || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
}

export function Chart({
  series,
  format,
  label,
  wide = false,
}: {
  series: readonly Series[];
  format: (value: number) => string;
  label: string;
  /** It has a page's width. */
  wide?: boolean;
}) {
  const { width, height } = wide ? sizes.wide : sizes.narrow;
  const points = series.flatMap(({ points }) => points);
  const years = points.map(({ year }) => year);
  const low = Math.min(...years);
  const high = Math.max(...years);
  const highest = Math.max(...points.map(({ value }) => value));
  // Up to the next line, so that no value is above all of them.
  const step = stepOf(0, highest, 4);
  const most = Math.ceil(highest / step - 1e-9) * step || 1;
  const x = (year: number) => margin.left + ((year - low) / (high - low || 1)) * (width - margin.left - margin.right);
  const y = (value: number) => height - margin.bottom - (value / most) * (height - margin.top - margin.bottom);
  const at = ({ year, value }: Point) => `${x(year)},${y(value)}`;
  return (
    <>
      <svg class={wide ? "chart wide" : "chart"} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={told(label, series, format)}>
        {ticks(0, most, 4).map((value) => (
          <g key={value} class="tick">
            <line x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
            <text x={margin.left - 8} y={y(value)} dy="0.32em" text-anchor="end">
              {format(value)}
            </text>
          </g>
        ))}
        {yearsOf(low, high, x).map((year) => (
          <text key={year} class="year" x={x(Math.max(low, year))} y={height - 8} text-anchor="middle">
            {year}
          </text>
        ))}
        {series.map(({ name, points }, index) => {
          const observed = points.filter(({ observed }) => observed);
          const last = observed.at(-1);
          return (
            <g key={name} class={`series series-${index}`}>
              {points
                .filter(({ observed }) => !observed)
                .map((point) => (
                  <polyline key={`${point.label} ${point.value}`} class="expected" points={last ? `${at(last)} ${at(point)}` : at(point)} />
                ))}
              <polyline points={observed.map(at).join(" ")} />
              {points.map((point) => (
                <circle
                  key={`${point.label} ${point.value}`}
                  class={point.observed ? "" : "expected"}
                  cx={x(point.year)}
                  cy={y(point.value)}
                  r="3.5"
                >
                  <title>{`${name} ${point.label}: ${format(point.value)}`}</title>
                </circle>
              ))}
              {last && series.length === 1 ? (
                <text class="latest" x={x(last.year)} y={y(last.value)} dy="-0.8em" text-anchor={last.year === high ? "end" : "middle"}>
                  {format(last.value)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      {series.length > 1 ? (
        <ul class="legend">
          {series.map(({ name }, index) => (
            <li key={name} class={`series-${index}`}>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** The years that are written: the first and the last, and round ones between them where there is room. */
function yearsOf(low: number, high: number, x: (year: number) => number): number[] {
  const [first, last] = [Math.floor(low), Math.max(Math.floor(high), Math.floor(low))];
  const round = ticks(low, high, 4).filter(
    (year) => Number.isInteger(year) && x(year) - x(low) > YEAR && x(high) - x(year) > YEAR,
  );
  return [...new Set([first, ...round, last])];
}

/** The chart in a sentence, for who cannot see it; every value is in the table beside it. */
function told(label: string, series: readonly Series[], format: (value: number) => string): string {
  const said = series.flatMap(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const ends = first === last ? [first] : [first, last];
    return [`${name}: ${ends.map((point) => `${point.label} ${format(point.value)}`).join(" – ")}`];
  });
  return `${label}. ${said.join("; ")}`;
}
