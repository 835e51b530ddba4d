/** Which page an address shows. `src/http/pages.rs` has the same addresses. */
import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import { language } from "./language";
import { Home } from "./pages/home";
import { Footer, Masthead } from "./parts/frame";
import { Failed, NotFound } from "./parts/states";

const page = {
  area: lazy(() => import("./pages/area")),
  article: lazy(() => import("./pages/article")),
  indicator: lazy(() => import("./pages/indicator")),
  live: lazy(() => import("./pages/live")),
  mechanism: lazy(() => import("./pages/mechanism")),
  mechanisms: lazy(() => import("./pages/mechanisms")),
  media: lazy(() => import("./pages/media")),
  mediaItem: lazy(() => import("./pages/media-item")),
  meeting: lazy(() => import("./pages/meeting")),
  meetings: lazy(() => import("./pages/meetings")),
  news: lazy(() => import("./pages/news")),
  organization: lazy(() => import("./pages/organization")),
  organizations: lazy(() => import("./pages/organizations")),
  people: lazy(() => import("./pages/people")),
  person: lazy(() => import("./pages/person")),
  publication: lazy(() => import("./pages/publication")),
  publications: lazy(() => import("./pages/publications")),
  relations: lazy(() => import("./pages/relations")),
  search: lazy(() => import("./pages/search")),
  statistics: lazy(() => import("./pages/statistics")),
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
  // A part of the pages could not be loaded; they may have been built anew meanwhile.
  const [broken, setBroken] = useState(false);
  const { path } = useLocation();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    // Who cannot see that another page came is told by where they are now.
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
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
