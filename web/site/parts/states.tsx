/** What a page shows while it reads, when it could not, and when there is nothing. */
import type { ComponentChildren } from "preact";

import type { Answer, Pages } from "../api/ask";
import { messages } from "../language";
import type { Localized } from "./shapes";
import { useTitle } from "./title";

export function NotFound() {
  const { state } = messages.value;
  useTitle(state.notFound);
  return (
    <div class="page notice">
      <h1>{state.notFound}</h1>
      <p>{state.notFoundHint}</p>
      <p>
        <a href="/">{state.home}</a>
      </p>
    </div>
  );
}

export function Failed({ again }: { again: () => void }) {
  const { state } = messages.value;
  return (
    <div class="notice" role="alert">
      <p>{state.failed}</p>
      {navigator.onLine ? null : <p class="quiet">{state.offline}</p>}
      <button type="button" onClick={again}>
        {state.retry}
      </button>
    </div>
  );
}

/** An answer's content once it is there. */
export function Answered<Data>({
  answer,
  children,
}: {
  answer: Answer<Data>;
  children: (data: Data) => ComponentChildren;
}) {
  if (answer.data !== undefined) {
    return (
      <>
        {answer.error ? <Failed again={answer.reload} /> : null}
        {children(answer.data)}
      </>
    );
  }
  if (answer.error) return <Failed again={answer.reload} />;
  return (
    <div class="waiting" role="status">
      <span class="unseen">{messages.value.state.loading}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** The button that fetches the next page of a list. */
export function More({ pages: { more, failed } }: { pages: Pick<Pages<unknown>, "more" | "failed"> }) {
  if (!more) return null;
  if (failed) return <Failed again={more} />;
  return (
    <button type="button" class="more" onClick={more}>
      {messages.value.state.more}
    </button>
  );
}

/**
 * The page of one item: its name in the title, and that there is none where there is none.
 *
 * `of` takes the item out of the answer; `name` is what the title says, its label if left out.
 */
export function ItemPage<Data, Item extends object>({
  answer,
  of,
  name = labelOf,
  reading = false,
  children,
}: {
  answer: Answer<Data>;
  of: (data: Data) => Item | null;
  name?: (item: Item) => string | null | undefined;
  /** It is mainly text to be read. */
  reading?: boolean;
  children: (item: Item) => ComponentChildren;
}) {
  const item = answer.data === undefined ? undefined : of(answer.data);
  useTitle(item === null ? messages.value.state.notFound : item && name(item));
  return (
    <Answered answer={answer}>
      {() => (item ? <article class={reading ? "page reading" : "page"}>{children(item)}</article> : <NotFound />)}
    </Answered>
  );
}

const labelOf = (item: { labelText?: Localized | null }) => item.labelText?.value;
