// Texts in six languages. Owns the choice of language, plural forms and the cached Intl formatters. A catalogue is loaded when it
// is chosen; English is the one every other must match key by key (catalogues.test.ts).
import type { en } from './en/index';
import type { reports } from './en/reports';

export type Plural = { one?: string; few?: string; many?: string; other: string };
export type Text = string | Plural;
export type Catalogue = Record<keyof typeof en, Text>;
export type Reports = Record<keyof typeof reports, Text>;
export type TextKey = keyof typeof en | keyof typeof reports;
export type Params = Record<string, string | number>;

export const locales = { en: 'English', fr: 'Français', 'pt-BR': 'Português (Brasil)', es: 'Español', de: 'Deutsch', ru: 'Русский' } as const;
export type LocaleCode = keyof typeof locales;

const loaders: Record<LocaleCode, { texts: () => Promise<{ catalogue: Catalogue }>; reports: () => Promise<{ reports: Reports }> }> = {
  en: { texts: () => import('./en/index'), reports: () => import('./en/reports') },
  fr: { texts: () => import('./fr/index'), reports: () => import('./fr/reports') },
  'pt-BR': { texts: () => import('./pt_br/index'), reports: () => import('./pt_br/reports') },
  es: { texts: () => import('./es/index'), reports: () => import('./es/reports') },
  de: { texts: () => import('./de/index'), reports: () => import('./de/reports') },
  ru: { texts: () => import('./ru/index'), reports: () => import('./ru/reports') },
};

let current: LocaleCode = 'en';
let catalogue: Partial<Record<TextKey, Text>> = {};
let withReports = false;
let plurals = new Intl.PluralRules('en');
let formatters = new Map<string, Intl.DateTimeFormat>();
const listeners = new Set<() => void>();

export function locale(): LocaleCode {
  return current;
}

export function onLocaleChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The best of ours for a browser's wishes, first wish first. */
export function pickLocale(wanted: readonly string[]): LocaleCode {
  const codes = Object.keys(locales) as LocaleCode[];
  for (const wish of wanted) {
    const exact = codes.find((code) => code.toLowerCase() === wish.toLowerCase());
    if (exact) return exact;
    const language = wish.split('-')[0]?.toLowerCase();
    const near = codes.find((code) => code.split('-')[0] === language);
    if (near) return near;
  }
  return 'en';
}

export async function setLocale(code: LocaleCode): Promise<void> {
  const [texts, more] = await Promise.all([loaders[code].texts(), withReports ? loaders[code].reports() : null]);
  catalogue = { ...texts.catalogue, ...more?.reports };
  current = code;
  plurals = new Intl.PluralRules(code);
  formatters = new Map();
  globalThis.document?.documentElement.setAttribute('lang', code);
  listeners.forEach((listener) => listener());
}

/** The texts of the leads' pages, which the inbox does without; from then on they come with every language. */
export async function loadReports(): Promise<void> {
  if (withReports) return;
  withReports = true;
  try {
    await setLocale(current);
  } catch (error) {
    withReports = false;
    throw error;
  }
}

/** A text with `{name}` places filled in; `count` chooses the plural form and is written by Intl. */
export function t(key: TextKey, params?: Params): string {
  const text = catalogue[key];
  if (text === undefined) return key;
  let written: string;
  if (typeof text === 'string') written = text;
  else written = text[plurals.select(typeof params?.count === 'string' ? Number(params.count.replace(/\D/g, '')) : (params?.count ?? 0)) as keyof Plural] ?? text.other;
  if (!params) return written;
  return written.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

/** Whether `key` is a text we have (event names, codes from the server). */
export function hasText(key: string): key is TextKey {
  return key in catalogue;
}

const numbers = new Map<string, Intl.NumberFormat>();
export function formatNumber(value: number): string {
  let format = numbers.get(current);
  if (!format) numbers.set(current, (format = new Intl.NumberFormat(current)));
  return format.format(value);
}

function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let format = formatters.get(name);
  if (!format) formatters.set(name, (format = new Intl.DateTimeFormat(current, options)));
  return format;
}

/** For lists: the hour today, the day this year, else the date. */
export function shortTime(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return '';
  const time = new Date(iso);
  if (time.toDateString() === now.toDateString()) return dateFormat('hour', { hour: 'numeric', minute: '2-digit' }).format(time);
  if (time.getFullYear() === now.getFullYear()) return dateFormat('day', { day: 'numeric', month: 'short' }).format(time);
  return dateFormat('date', { day: '2-digit', month: '2-digit', year: '2-digit' }).format(time);
}

export function fullTime(iso: string | null | undefined): string {
  return iso ? dateFormat('full', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)) : '';
}

export function dayOf(iso: string): string {
  return dateFormat('weekday', { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(iso));
}

export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let step = 0;
  let value = bytes;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(current, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: digits }).format(value);
}
