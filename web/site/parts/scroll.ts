/**
 * Where a page is read: a new one from its top, one that was gone back to, or loaded again, from where it was left. Browsers do
 * that by themselves only for pages that are there at once; these come a moment later.
 */
import { useEffect, useRef } from "preact/hooks";

/** Milliseconds without scrolling before the place is kept. */
const REST = 150;
/** Milliseconds for which a page may take to become as long as it was. */
const PATIENCE = 3000;

interface Kept {
  readonly y?: number;
}

/** Scrolls as long as it takes for the page to be there, unless the reader does so first. Returns what stops it. */
function scrollTo(y: number): () => void {
  const begun = performance.now();
  let frame = requestAnimationFrame(function again(now) {
    window.scrollTo(0, y);
    if (window.scrollY < y - 1 && now - begun < PATIENCE) frame = requestAnimationFrame(again);
    else stop();
  });
  const signs = ["wheel", "touchstart", "keydown", "pointerdown"] as const;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const sign of signs) removeEventListener(sign, stop);
  };
  for (const sign of signs) addEventListener(sign, stop, { passive: true });
  return stop;
}

/** Keeps the place of each page in the history, and calls `arrived` when the reader came to another one. */
export function useScroll(url: string, path: string, arrived: () => void): void {
  const before = useRef({ url, path });
  const how = useRef<"back" | "link" | undefined>(undefined);
  useEffect(() => {
    history.scrollRestoration = "manual";
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: (() => void) | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState({ ...(history.state as Kept | null), y: window.scrollY }, ""), REST);
    };
    const restore = (state: Kept | null) => {
      stop?.();
      stop = scrollTo(state?.y ?? 0);
    };
    const back = ({ state }: PopStateEvent) => {
      how.current = "back";
      restore(state as Kept | null);
    };
    const click = ({ target }: MouseEvent) => {
      how.current = target instanceof Element && target.closest("a[href]") ? "link" : undefined;
    };
    const kept = history.state as Kept | null;
    if (kept?.y) restore(kept);
    addEventListener("scroll", keep, { passive: true });
    addEventListener("popstate", back);
    addEventListener("click", click, { capture: true });
    return () => {
      clearTimeout(timer);
      stop?.();
      removeEventListener("scroll", keep);
      removeEventListener("popstate", back);
      removeEventListener("click", click, { capture: true });
    };
  }, []);
  useEffect(() => {
    if (before.current.url === url) return;
    const elsewhere = before.current.path !== path;
    before.current = { url, path };
    // Whoever narrows a list stays where they are; whoever follows a link, be it to the same page with something else, comes anew.
    if (elsewhere || how.current === "link") {
      if (how.current !== "back") window.scrollTo(0, 0);
      arrived();
    }
    how.current = undefined;
  }, [url]);
}
