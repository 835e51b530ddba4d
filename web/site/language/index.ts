/**
 * The language of the pages: what the reader chose, otherwise the first of the browser's that there is. Content is asked for
 * in the same language, and comes in another one where the record has nothing better.
 */
import { computed, signal } from "@preact/signals";

import { en, type Messages } from "./en";

/** The languages of the pages. */
export const languages = ["en", "zh", "ja", "ko"] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const ownNames: Record<Language, string> = { en: "English", zh: "中文", ja: "日本語", ko: "한국어" };

const load: Record<Language, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  zh: () => import("./zh").then(({ zh }) => zh),
  ja: () => import("./ja").then(({ ja }) => ja),
  ko: () => import("./ko").then(({ ko }) => ko),
};
const storage = "rapporteur:language";

function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text);
}

/** What was chosen before; nothing where a browser keeps nothing. */
function remembered(): string | null {
  try {
    return localStorage.getItem(storage);
  } catch {
    return null;
  }
}

function preferred(): Language {
  const stored = remembered();
  if (isLanguage(stored)) return stored;
  const browser = navigator.languages.map((tag) => tag.split("-")[0]?.toLowerCase());
  return browser.find(isLanguage) ?? "en";
}

const current = signal<{ language: Language; messages: Messages }>({ language: "en", messages: en });

/** The language that the pages are in now. */
export const language = computed(() => current.value.language);
/** What the pages say, in that language. */
export const messages = computed(() => current.value.messages);

async function show(language: Language): Promise<void> {
  current.value = { language, messages: await load[language]() };
  document.documentElement.lang = language;
}

/** Shows the pages in the language that the reader prefers. */
export const begin = (): Promise<void> => show(preferred());

/** Shows the pages in another language, now and on other days. */
export function choose(language: Language): Promise<void> {
  try {
    localStorage.setItem(storage, language);
  } catch {
    // For this visit, then.
  }
  return show(language);
}

/** What to ask the service for: the reader's language first. */
export const acceptLanguage = (): string => (language.value === "en" ? "en" : `${language.value}, en;q=0.5`);

/** The name of a language, in the language of the pages. */
export function nameOfLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const isDay = (date: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(date);

function precision(date: string): Intl.DateTimeFormatOptions {
  if (/^\d{4}$/.test(date)) return { year: "numeric" };
  if (/^\d{4}-\d{2}$/.test(date)) return { year: "numeric", month: "long" };
  return { year: "numeric", month: "long", day: "numeric" };
}

/** A date that may be a day, a month or a year, as exact as it is. */
export function formatDate(date: string): string {
  const parsed = new Date(date);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(language.value, { ...precision(date), timeZone: "UTC" }).format(parsed);
}

/** What stands between two days where the browser's own way to write a range has figures and strokes only. */
const untils: Partial<Record<Language, string>> = { zh: "至", ja: "～" };

/** The end of a range, without the year and the month that its start says already. */
function formatEnd(start: string, end: string): string {
  const same = (length: number) => start.slice(0, length) === end.slice(0, length);
  const options: Intl.DateTimeFormatOptions = same(7) ? { day: "numeric" } : same(4) ? { month: "long", day: "numeric" } : precision(end);
  return new Intl.DateTimeFormat(language.value, { ...options, timeZone: "UTC" }).format(new Date(end));
}

/** From one date to another. */
export function formatRange(start: string | null | undefined, end: string | null | undefined): string {
  if (!start) return end ? `– ${formatDate(end)}` : "";
  if (!end || end === start) return formatDate(start);
  if (isDay(start) && isDay(end)) {
    const until = untils[language.value];
    if (until) return formatDate(start) + until + formatEnd(start, end);
    const format = new Intl.DateTimeFormat(language.value, { ...precision(start), timeZone: "UTC" });
    return format.formatRange(new Date(start), new Date(end));
  }
  return `${formatDate(start)} – ${formatDate(end)}`;
}

/** What a topic is called; one that nobody thought of, as the record has it. */
export const nameOfTopic = (topic: string): string => messages.value.topic[topic] ?? topic.replaceAll("-", " ");

/** What values are counted in: currencies by their names. */
export function nameOfUnit(unit: string): string {
  const name = messages.value.unit[unit];
  if (name || !/^[A-Z]{3}$/.test(unit)) return name ?? unit;
  return new Intl.DisplayNames([language.value], { type: "currency" }).of(unit) ?? unit;
}

/** Numbers as this language writes them. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language.value, options).format(value);
}

/** Several things in one sentence. */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(parts);
}
