/** The first page: what is new, as it arrives; what is coming; what there is altogether. */
import { useEffect, useState } from "preact/hooks";
import { lazy } from "preact-iso";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { HomeQuery } from "../generated/graphql";
import { formatDate, messages } from "../language";
import { DatedList, MeetingList, Section } from "../parts/lists";
import { Answered } from "../parts/states";
import { ItemLink, When } from "../parts/text";
import { useTitle } from "../parts/title";
import { Photos } from "../parts/photos";

const FiguresOfHome = lazy(() => import("../parts/figures"));

/** Milliseconds in which changes are gathered before the page is read again. */
const GATHER = 250;

const today = () => new Date().toISOString().slice(0, 10);

export function Home() {
  const { home, site } = messages.value;
  useTitle(null);
  const answer = useAnswer(documents.home, { today: today() });
  const arrivals = useArrivals(answer.data?.feedPosition, answer.reload);
  return (
    <div class="page home">
      <h1 class="tagline">{site.tagline}</h1>
      <Answered answer={answer}>
        {(data) => (
          <>
            <Counters counts={data.mechanismCounts} />
            <div class="columns">
              <div>
                <Section
                  title={home.latest}
                  id="latest"
                  aside={
                    <p class={`listening ${arrivals.connected ? "on" : "off"}`}>
                      {arrivals.connected ? home.listening : arrivals.tried ? home.notListening : ""}
                    </p>
                  }
                >
                  <News news={data.news.nodes} arrived={arrivals.ids} />
                  <p class="onward">
                    <a href="/news">{home.all}</a>
                  </p>
                </Section>
              </div>
              <div>
                <Section title={home.upcoming} id="upcoming">
                  {data.upcoming.nodes.length > 0 ? (
                    <MeetingList meetings={data.upcoming.nodes} mechanism />
                  ) : (
                    <p class="quiet">{home.nothingPlanned}</p>
                  )}
                </Section>
                <Section title={home.recent} id="recent">
                  <MeetingList meetings={data.recent.nodes} />
                  <p class="onward">
                    <a href="/meetings">{home.all}</a>
                  </p>
                </Section>
              </div>
            </div>
            <Section title={home.statistics} id="statistics" aside={<a href="/statistics">{home.all}</a>}>
              <FiguresOfHome first={3} />
            </Section>
            <div class="columns even">
              <Section title={home.publications} id="publications" aside={<a href="/publications">{home.all}</a>}>
                <DatedList
                  type="PUBLICATION"
                  items={data.publications.nodes.map((node) => ({
                    ...node,
                    date: node.issued,
                    note: messages.value.publicationKind[node.kind],
                  }))}
                />
              </Section>
              <Section title={home.media} id="media" aside={<a href="/media">{home.all}</a>}>
                <DatedList
                  type="MEDIA_ITEM"
                  items={data.mediaItems.nodes.map((node) => ({ ...node, note: node.outlet }))}
                />
              </Section>
            </div>
          </>
        )}
      </Answered>
      <p class="unseen" aria-live="polite">
        {arrivals.last ? home.arrived(arrivals.last) : ""}
      </p>
    </div>
  );
}

/** How many mechanisms there are of each sort: what is declared, and what this record has. */
function Counters({ counts }: { counts: HomeQuery["mechanismCounts"] }) {
  const { home, counter } = messages.value;
  const order = ["countries", "summit", "ministerial", "other"];
  const place = (name: string) => (order.indexOf(name) + order.length) % order.length;
  const sorted = [...counts].sort((one, other) => place(one.counter) - place(other.counter));
  return (
    <section class="counters" aria-labelledby="counters">
      <h2 id="counters" class="unseen">
        {home.counters}
      </h2>
      <ul>
        {sorted.map((each) => (
          <li key={each.counter}>
            <a href={each.counter === "countries" ? "/mechanisms" : `/mechanisms?counter=${each.counter}`}>
              <strong>{each.declared?.text ?? each.recorded}</strong>
              <span>{counter[each.counter] ?? each.counter}</span>
            </a>
            {each.declared && each.indicator ? (
              <small>
                <a href={`/statistics/${each.indicator.slug}`}>{home.declaredOn(formatDate(each.declared.date))}</a>
              </small>
            ) : null}
            <small>{home.recorded(each.recorded)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function News({ news, arrived }: { news: HomeQuery["news"]["nodes"]; arrived: ReadonlySet<string> }) {
  const { home, category } = messages.value;
  return (
    <ol class="news">
      {news.map((article) => (
        <li key={article.id} class={arrived.has(article.id) ? "arrived" : ""}>
          <p class="quiet">
            <When start={article.publishedOn} />
            {article.publishedOn ? " · " : null}
            <span>{category[article.category] ?? article.category}</span>
            {arrived.has(article.id) ? <strong class="new">{home.isNew}</strong> : null}
          </p>
          <h3>
            <ItemLink item={article} type="ARTICLE" />
          </h3>
          <Photos photos={article.photos} brief />
        </li>
      ))}
    </ol>
  );
}

/** Listens to the feed from where the page was read, and has it read again when something happened. */
function useArrivals(position: string | undefined, reload: () => void) {
  const [state, setState] = useState({
    connected: false,
    tried: false,
    ids: new Set<string>() as ReadonlySet<string>,
    last: undefined as string | undefined,
  });
  const begun = position !== undefined;
  useEffect(() => {
    if (position === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: (() => void) | undefined;
    let left = false;
    // The page is there to be read before it begins to listen.
    void import("../api/changes").then(({ followChanges }) => {
      if (left) return;
      const changes = followChanges(
        {
          change(change) {
            if (!change.action) return;
            if (change.change === "ENTERED" && change.itemId) {
              const id = change.itemId;
              const last = change.item?.labelText?.value;
              setState((before) => ({ ...before, ids: new Set([...before.ids, id]), last: last ?? before.last }));
            }
            clearTimeout(timer);
            timer = setTimeout(reload, GATHER);
          },
          state: (state) =>
            setState((before) => ({ ...before, connected: state === "open", tried: before.tried || state === "lost" })),
        },
        {},
        position,
      );
      stop = changes.stop;
    });
    return () => {
      left = true;
      clearTimeout(timer);
      stop?.();
    };
    // What the page is read again for must not make it listen again.
  }, [begun]);
  return state;
}
