/** Positions over time: a bar for each, from when to when, with the same in words. */
import type { ComponentChildren } from "preact";

import { formatRange, messages } from "../language";
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
  const now = new Date().getFullYear() + 1;
  const years = positions.flatMap(({ startDate, endDate }) => [yearOf(startDate), yearOf(endDate)]).filter((year) => year !== null);
  const low = Math.min(now - 1, ...years);
  const span = now - low;
  return (
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
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" x="0" y="2.5" width="100" height="1" />
              {from !== null && end !== null ? (
                <rect class="bar" x={((from - low) / span) * 100} y="1" width={Math.max(1, ((end - from) / span) * 100)} height="4" />
              ) : null}
            </svg>
          </li>
        );
      })}
    </ol>
  );
}

/** A date as a number of years; null for none. */
function yearOf(date: string | null): number | null {
  if (!date) return null;
  const [year, month = "1"] = date.split("-");
  return Number(year) + (Number(month) - 1) / 12;
}
