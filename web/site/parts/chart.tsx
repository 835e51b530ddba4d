/** A line chart of a few series over time, drawn as SVG: its points can be read one by one. */

export interface Series {
  readonly name: string;
  readonly points: { year: number; label: string; value: number }[];
}

const width = 420;
const height = 200;
const margin = { top: 16, right: 16, bottom: 26, left: 58 };

/** Round values between two limits, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low || Math.abs(high) || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

export function Chart({ series, format, label }: { series: readonly Series[]; format: (value: number) => string; label: string }) {
  const points = series.flatMap(({ points }) => points);
  const years = points.map(({ year }) => year);
  const low = Math.min(...years);
  const high = Math.max(...years);
  const most = Math.max(...points.map(({ value }) => value));
  const x = (year: number) => margin.left + ((year - low) / (high - low || 1)) * (width - margin.left - margin.right);
  const y = (value: number) => height - margin.bottom - (value / (most || 1)) * (height - margin.top - margin.bottom);
  const wholeYears = [...new Set(ticks(low, high, 4).map(Math.round))].filter((year) => year >= low && year <= high);
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ticks(0, most, 4).map((value) => (
        <g key={value} class="tick">
          <line x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
          <text x={margin.left - 8} y={y(value)} dy="0.32em" text-anchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {wholeYears.map((year) => (
        <text key={year} class="year" x={x(year)} y={height - 8} text-anchor="middle">
          {year}
        </text>
      ))}
      {series.map(({ name, points }, at) => (
        <g key={name} class={`series series-${at}`}>
          <polyline points={points.map(({ year, value }) => `${x(year)},${y(value)}`).join(" ")} />
          {points.map((point) => (
            <circle key={point.label} cx={x(point.year)} cy={y(point.value)} r="3.5">
              <title>{`${name} ${point.label}: ${format(point.value)}`}</title>
            </circle>
          ))}
        </g>
      ))}
    </svg>
  );
}
