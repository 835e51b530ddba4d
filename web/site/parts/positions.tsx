/** Positions over time: a bar for each under common years, from when to when, with the same in words. */
import type { ComponentChildren } from "preact";

import { formatRange, messages } from "../language";
import { ticks } from "./chart";
import type { Localized, StatementLike } from "./shapes";
import { SourceMarks } from "./sources";
import { Text } from "./text";

export interface PositionLike {
  readonly id: string;
  readonly post: string;
  readonly titleText: Localized | null;
  readonly statedTitle: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly isActing: boolean;
  readonly statements: readonly StatementLike[];
  /** Where it is, or who holds it. */
  readonly of: ComponentChildren;
}

export function PositionTimeline({ positions }: { positions: readonly PositionLike[] }) {
  const { person } = messages.value;
  const today = new Date();
  const now = today.getFullYear() + today.getMonth() / 12;
  const years = positions.flatMap(({ startDate, endDate }) => [yearOf(startDate), yearOf(endDate)]).filter((year) => year !== null);
  const low = Math.floor(Math.min(now - 1, ...years));
  const high = Math.max(now, ...years);
  const part = (year: number) => ((year - low) / (high - low)) * 100;
  const marked = ticks(low, high, 5).filter(Number.isInteger);
  const lines = marked.map((year) => <line key={year} class="year" x1={`${part(year)}%`} x2={`${part(year)}%`} y1="0" y2="100%" />);
  return (
    <>
      {years.length > 0 ? (
        <svg class="timeline-years" aria-hidden="true">
          {marked.map((year) => (
            <text key={year} x={`${part(year)}%`} y="1em" text-anchor={part(year) < 4 ? "start" : part(year) > 96 ? "end" : "middle"}>
              {year}
            </text>
          ))}
        </svg>
      ) : null}
      <ol class="timeline">
        {positions.map((position) => {
          const start = yearOf(position.startDate);
          const end = yearOf(position.endDate) ?? (start === null ? null : now);
          const from = start ?? end;
          const words = position.startDate || position.endDate ? formatRange(position.startDate, position.endDate) : person.unknownTime;
          return (
            <li key={position.id}>
              <div class="timeline-words">
                <span>
                  {position.titleText ? <Text text={position.titleText} /> : (position.statedTitle ?? position.post)}
                  {position.isActing ? <span class="quiet"> ({person.acting})</span> : null}
                  <SourceMarks statements={position.statements} of={position.titleText?.value ?? position.post} />
                </span>
                <span class="quiet">{position.of}</span>
                <span class="when">
                  {words}
                  {position.startDate && !position.endDate ? " –" : null}
                </span>
              </div>
              {years.length > 0 ? (
                <svg aria-hidden="true">
                  {lines}
                  {from !== null && end !== null ? (
                    <rect
                      class={start === null ? "bar unsure" : "bar"}
                      x={`${part(from)}%`}
                      y="3"
                      width={`${Math.max(0.6, part(end) - part(from))}%`}
                      height="6"
                      rx="1.5"
                    />
                  ) : null}
                </svg>
              ) : null}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** A date as a number of years; null for none. */
function yearOf(date: string | null): number | null {
  if (!date) return null;
  const [year, month = "1"] = date.split("-");
  return Number(year) + (Number(month) - 1) / 12;
}
