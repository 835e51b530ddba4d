/** What a page shows while it reads, when it could not, and when there is nothing. */
import type { ComponentChildren } from "preact";

import type { Answer } from "../api/ask";
import { messages } from "../language";
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
export function More({ more }: { more: (() => void) | undefined }) {
  return more ? (
    <button type="button" class="more" onClick={more}>
      {messages.value.state.more}
    </button>
  ) : null;
}
