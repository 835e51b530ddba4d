/** All meetings, the latest first, by year, level and status. */
import { useLocation } from "preact-iso";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { MechanismLevel, MeetingFilter, MeetingStatus } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { Filters, MeetingList, PageHead, useMeetings } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { useTitle } from "../parts/title";
import { duringYear, yearsOf } from "../parts/years";

export default function Meetings() {
  const { nav, level, filters, field, meetingStatus, meetings: count } = messages.value;
  useTitle(nav.meetings);
  const { query } = useLocation();
  const levels = Object.keys(level) as MechanismLevel[];
  const statuses = Object.keys(meetingStatus) as MeetingStatus[];
  const ofLevel = levels.find((each) => each === query["level"]);
  const ofStatus = statuses.find((each) => each === query["status"]);
  const filter: MeetingFilter = {
    ...duringYear(query["year"]),
    ...(ofLevel ? { levels: [ofLevel] } : {}),
    ...(ofStatus ? { statuses: [ofStatus] } : {}),
  };
  const page = useMeetings(filter, 30);
  const years = useAnswer(documents.meetingYears, {}).data?.meetings.facets.years;
  return (
    <div class="page">
      <PageHead title={nav.meetings} />
      <Filters>
        <Choice name="year" label={filters.year} any={filters.any} options={yearsOf(years)} />
        <Choice name="level" label={filters.level} any={filters.any} options={levels.map((each) => [each, level[each]])} />
        <Choice name="status" label={field.status} any={filters.any} options={statuses.map((each) => [each, meetingStatus[each]])} />
      </Filters>
      <Answered answer={page}>
        {(data) => (
          <>
            <p class="quiet" aria-live="polite">
              {count(data.meetings.totalCount)}
            </p>
            <MeetingList meetings={page.nodes} />
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
