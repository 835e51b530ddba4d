/** Asks the service, and keeps answers while the page is open, so that going back shows at once what was there. */
import { useEffect, useRef, useState } from "preact/hooks";

import { acceptLanguage, language } from "../language";
import type { Document } from "./documents";

/** How many answers are kept. */
const KEPT = 60;
const kept = new Map<string, unknown>();

/** One answer; throws if the service answered with an error, or not at all. */
export async function ask<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json",
      "accept-language": acceptLanguage(),
      "content-type": "application/json",
    },
    body: JSON.stringify({ query: document.text, variables }),
    ...(signal ? { signal } : {}),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: { message: string }[] };
  const [error] = answer.errors ?? [];
  if (error || !answer.data) throw new Error(error?.message ?? `status ${response.status}`);
  return answer.data;
}

/** Where an answer stands. */
export interface Answer<Data> {
  /** The answer; the one before while the next is read. */
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

/** The answer to a document, again whenever its variables or the language change. Without variables nothing is asked. */
export function useAnswer<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables | undefined,
): Answer<Data> {
  const key = variables && JSON.stringify([language.value, document.text, variables]);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ key: string | undefined; data?: Data | undefined; error?: unknown }>(() => ({
    key,
    data: key ? (kept.get(key) as Data | undefined) : undefined,
  }));
  const latest = useRef(key);
  latest.current = key;
  useEffect(() => {
    if (!key || !variables) return;
    const abort = new AbortController();
    const known = kept.get(key) as Data | undefined;
    if (known) setState({ key, data: known });
    ask(document, variables, abort.signal).then(
      (data) => {
        kept.delete(key);
        kept.set(key, data);
        for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
        if (latest.current === key) setState({ key, data });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ key, data: before.data, error }));
      },
    );
    return () => abort.abort();
  }, [key, round]);
  return {
    data: key ? state.data : undefined,
    error: state.key === key ? state.error : undefined,
    loading: key !== undefined && (state.key !== key || (state.data === undefined && state.error === undefined)),
    reload: () => setRound((round) => round + 1),
  };
}

/** A page of a list. */
interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list that grows by a page each time `more` is called. */
export interface Pages<Node> {
  readonly nodes: readonly Node[];
  /** Reads the next page; undefined after the last. */
  readonly more: (() => void) | undefined;
  /** The next page could not be read. */
  readonly failed: boolean;
}

/** The pages of a list, the first at once. */
export function usePages<Data, Variables, Node>(
  document: Document<Data, Variables>,
  variables: Variables | undefined,
  pageOf: (data: Data) => Page<Node> | undefined,
): Answer<Data> & Pages<Node> {
  interface Rest {
    /** The answer that these pages follow. */
    readonly first: Data;
    readonly nodes: readonly Node[];
    readonly last: Page<Node>;
    readonly state: "resting" | "reading" | "failed";
  }
  const answer = useAnswer(document, variables);
  const first = answer.data;
  const begun = first === undefined ? undefined : pageOf(first);
  const [kept, setKept] = useState<Rest>();
  const rest: Rest | undefined =
    kept && kept.first === first ? kept : first !== undefined && begun ? { first, nodes: [], last: begun, state: "resting" } : undefined;
  const more = async () => {
    if (!rest || rest.state === "reading") return;
    // Whoever changes the filter meanwhile does not want this any more.
    const put = (next: Rest) => setKept((now) => (now?.first === rest.first ? next : now));
    setKept({ ...rest, state: "reading" });
    try {
      const page = pageOf(await ask(document, { ...variables, after: rest.last.pageInfo.endCursor } as Variables));
      put(page ? { ...rest, nodes: [...rest.nodes, ...page.nodes], last: page } : { ...rest, state: "failed" });
    } catch {
      put({ ...rest, state: "failed" });
    }
  };
  return {
    ...answer,
    nodes: [...(begun?.nodes ?? []), ...(rest?.nodes ?? [])],
    more: rest?.last.pageInfo.hasNextPage ? () => void more() : undefined,
    failed: rest?.state === "failed",
  };
}
