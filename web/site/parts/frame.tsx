/** What surrounds every page: the way around, the search, the language. */
import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";

import { choose, type Language, language, languages, messages, ownNames } from "../language";
import { SearchBox } from "./search-box";

const sections = [
  ["/news", "news"],
  ["/meetings", "meetings"],
  ["/mechanisms", "mechanisms"],
  ["/people", "people"],
  ["/organizations", "organizations"],
  ["/statistics", "statistics"],
  ["/publications", "publications"],
  ["/media", "media"],
  ["/relations", "relations"],
  ["/live", "live"],
] as const;

export function Masthead() {
  const { site, nav } = messages.value;
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  return (
    <header class="masthead">
      <a class="skip" href="#content">
        {site.skip}
      </a>
      <div class="masthead-line">
        <a class="wordmark" href="/" aria-current={path === "/" ? "page" : undefined}>
          {site.title}
        </a>
        <SearchBox />
        <label class="tongues">
          <span class="unseen">{site.language}</span>
          <select value={language.value} onChange={(event) => void choose(event.currentTarget.value as Language)}>
            {languages.map((each) => (
              <option key={each} value={each} lang={each}>
                {ownNames[each]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="menu" aria-expanded={open} aria-controls="nav" onClick={() => setOpen(!open)}>
          {site.menu}
        </button>
      </div>
      <nav id="nav" class={open ? "open" : ""} aria-label={site.menu}>
        <ul onClick={() => setOpen(false)}>
          {sections.map(([address, name]) => (
            <li key={address}>
              <a href={address} aria-current={path === address || path.startsWith(`${address}/`) ? "page" : undefined}>
                {nav[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

export function Footer() {
  const { site } = messages.value;
  return (
    <footer class="foot">
      <p>{site.tagline}</p>
      <p>
        <a href="/api" target="_self">
          /api
        </a>{" "}
        <a href="/graphiql" target="_self">
          {site.sourceCode}
        </a>
      </p>
    </footer>
  );
}
