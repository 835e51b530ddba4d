/** All meetings, the latest first, by year, level and status. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { MechanismLevel, MeetingFilter, MeetingStatus } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { MeetingList, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { useTitle } from "../parts/title";
import { duringYear } from "../parts/years";

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
  const page = usePages(documents.meetings, { first: 30, after: null, filter }, (data) => data.meetings);
  const all = usePages(documents.meetings, { first: 1, after: null, filter: {} }, (data) => data.meetings);
  const years = (all.data?.meetings.facets.years ?? []).flatMap(({ value }) => (value === null ? [] : [`${value}`]));
  return (
    <div class="page">
      <PageHead kind="" title={nav.meetings} />
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice name="year" label={filters.year} any={filters.any} options={years.sort().reverse().map((year) => [year, year])} />
        <Choice name="level" label={filters.level} any={filters.any} options={levels.map((each) => [each, level[each]])} />
        <Choice name="status" label={field.status} any={filters.any} options={statuses.map((each) => [each, meetingStatus[each]])} />
      </form>
      <Answered answer={page}>
        {(data) => (
          <>
            <p class="quiet" aria-live="polite">
              {count(data.meetings.totalCount)}
            </p>
            <MeetingList meetings={page.nodes} />
            <More more={page.more} />
          </>
        )}
      </Answered>
    </div>
  );
}
