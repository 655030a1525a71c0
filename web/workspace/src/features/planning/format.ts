// Numbers, money, days and hours as the chosen language writes them. Days of a plan are plain dates: no time zone may move them.
import { locale } from '@peakdesk/shared/i18n';

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function keep<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const name = `${locale()}|${key}`;
  let format = made.get(name) as T | undefined;
  if (!format) made.set(name, (format = make()));
  return format;
}

export const num = (value: number, digits = 0) => keep(`n${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(Math.abs(value) < 1e-9 ? 0 : value);
export const compact = (value: number) => keep('c', () => new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 })).format(value);
export const percent = (share: number, digits = 0) => keep(`p${digits}`, () => new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits })).format(share);
export const signed = (value: number, digits = 0) => keep(`s${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits, signDisplay: 'exceptZero' })).format(value);
export const signedPercent = (share: number) => keep('sp', () => new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })).format(share);

export function money(value: number, currency: string): string {
  try {
    return keep(`m${currency}`, () => new Intl.NumberFormat(locale(), { style: 'currency', currency, maximumFractionDigits: 0 })).format(Math.abs(value) < 0.5 ? 0 : value);
  } catch {
    return `${num(value)} ${currency}`;
  }
}

export const utc = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`);
export const dayAfter = (date: string, days: number) => new Date(utc(date).getTime() + days * 86_400_000).toISOString().slice(0, 10);
const day = (name: string, options: Intl.DateTimeFormatOptions) => (date: string) => keep(name, () => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...options })).format(utc(date));
export const shortDay = day('d1', { weekday: 'short', day: 'numeric', month: 'short' });
export const dayMonth = day('d2', { day: 'numeric', month: 'short' });
export const longDay = day('d3', { weekday: 'long', day: 'numeric', month: 'long' });
export const fullDay = day('d4', { day: 'numeric', month: 'long', year: 'numeric' });
export const weekdayName = (monday0: number) => keep('w', () => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', weekday: 'short' })).format(new Date(Date.UTC(2026, 10, 23 + monday0)));

/** 9.5 is 09:30. */
export function clock(hour: number): string {
  const minutes = Math.round(hour * 60) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** 45 s, 12 min, 3.5 h by size. */
export function span(seconds: number): string {
  const unit = (value: number, name: 'second' | 'minute' | 'hour', digits: number) => keep(`u${name}${digits}`, () => new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits })).format(value);
  if (seconds < 100) return unit(seconds, 'second', 0);
  if (seconds < 5400) return unit(seconds / 60, 'minute', 0);
  return unit(seconds / 3600, 'hour', 1);
}
export const hoursText = (hours: number) => keep('uh', () => new Intl.NumberFormat(locale(), { style: 'unit', unit: 'hour', unitDisplay: 'short', maximumFractionDigits: 0 })).format(Math.abs(hours) < 0.5 ? 0 : hours);
