/** Which page an address shows. `src/http/pages.rs` has the same addresses. */
import type { ComponentType } from "preact";
import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useRef, useState } from "preact/hooks";

import { language } from "./language";
import { Home } from "./pages/home";
import { Footer, Masthead } from "./parts/frame";
import { useScroll } from "./parts/scroll";
import { Failed, NotFound } from "./parts/states";

/** The page that says that a part of the pages could not be loaded: there is no connection, or they were built anew meanwhile. */
const Unloaded = () => (
  <div class="page">
    <Failed again={() => location.reload()} />
  </div>
);

/** A page that comes when it is first gone to. Without a connection the one before would stay, as if nothing had happened. */
const part = <Component extends ComponentType<any>>(load: () => Promise<{ default: Component }>) =>
  lazy<ComponentType<any>>(() => load().catch(() => ({ default: Unloaded })));

const page = {
  area: part(() => import("./pages/area")),
  article: part(() => import("./pages/article")),
  indicator: part(() => import("./pages/indicator")),
  live: part(() => import("./pages/live")),
  mechanism: part(() => import("./pages/mechanism")),
  mechanisms: part(() => import("./pages/mechanisms")),
  media: part(() => import("./pages/media")),
  mediaItem: part(() => import("./pages/media-item")),
  meeting: part(() => import("./pages/meeting")),
  meetings: part(() => import("./pages/meetings")),
  news: part(() => import("./pages/news")),
  organization: part(() => import("./pages/organization")),
  organizations: part(() => import("./pages/organizations")),
  people: part(() => import("./pages/people")),
  person: part(() => import("./pages/person")),
  publication: part(() => import("./pages/publication")),
  publications: part(() => import("./pages/publications")),
  relations: part(() => import("./pages/relations")),
  search: part(() => import("./pages/search")),
  statistics: part(() => import("./pages/statistics")),
};

export function App() {
  return (
    <LocationProvider>
      <Masthead />
      <Main />
      <Footer />
    </LocationProvider>
  );
}

function Main() {
  const main = useRef<HTMLElement>(null);
  const [broken, setBroken] = useState(false);
  const { path, url } = useLocation();
  // Who cannot see that another page came is told by where they are now.
  useScroll(url, path, () => main.current?.focus({ preventScroll: true }));
  return (
    <main id="content" tabIndex={-1} ref={main} lang={language.value}>
      <ErrorBoundary onError={() => setBroken(true)}>
        {broken ? <Failed again={() => location.reload()} /> : null}
        <Router>
          <Route path="/" component={Home} />
          <Route path="/areas/:code" component={page.area} />
          <Route path="/live" component={page.live} />
          <Route path="/mechanisms" component={page.mechanisms} />
          <Route path="/mechanisms/:slug" component={page.mechanism} />
          <Route path="/media" component={page.media} />
          <Route path="/media/:slug" component={page.mediaItem} />
          <Route path="/meetings" component={page.meetings} />
          <Route path="/meetings/:slug" component={page.meeting} />
          <Route path="/news" component={page.news} />
          <Route path="/news/:slug" component={page.article} />
          <Route path="/organizations" component={page.organizations} />
          <Route path="/organizations/:slug" component={page.organization} />
          <Route path="/people" component={page.people} />
          <Route path="/people/:slug" component={page.person} />
          <Route path="/publications" component={page.publications} />
          <Route path="/publications/:slug" component={page.publication} />
          <Route path="/relations" component={page.relations} />
          <Route path="/search" component={page.search} />
          <Route path="/statistics" component={page.statistics} />
          <Route path="/statistics/:slug" component={page.indicator} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </main>
  );
}
