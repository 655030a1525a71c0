// What a new scenario begins with: the desk's own past, an uploaded series, or an example season to learn from.
import { t } from '@peakdesk/shared/i18n';
import { dayAfter } from './format';
import type { Body, Channel, DeskPast, Series } from './planning';

/** Mail waits for hours, calls and chats do not. */
export function kindOf(channel: string): 'call' | 'chat' | 'mail' {
  if (/phone|voice|call/.test(channel)) return 'call';
  if (/chat|messenger|whatsapp|sms|instagram|facebook/.test(channel)) return 'chat';
  return 'mail';
}

export const defaults = (kind: 'call' | 'chat' | 'mail'): Partial<Channel> => ({
  call: { handle_s: 280, patience_s: 180, promise_s: 30, target: 0.8, from_hour: 8, to_hour: 20 },
  chat: { handle_s: 420, patience_s: 240, promise_s: 60, target: 0.8, from_hour: 8, to_hour: 20 },
  mail: { handle_s: 300, promise_s: 8 * 3600, target: 0.95 },
})[kind];

export const usualShifts = () => [
  { name: t('plan.shift.early'), from_hour: 8, hours: 8.5, break_after_hours: 4, break_hours: 0.5 },
  { name: t('plan.shift.middle'), from_hour: 10, hours: 8.5, break_after_hours: 4, break_hours: 0.5 },
  { name: t('plan.shift.late'), from_hour: 11.5, hours: 8.5, break_after_hours: 4, break_hours: 0.5 },
];

/** The Monday of the week that holds the Friday after the fourth Thursday of November. */
export function blackFridayWeek(today: string): string {
  const of = (year: number) => {
    const first = new Date(Date.UTC(year, 10, 1)).getUTCDay();
    const thursday = 1 + ((4 - first + 7) % 7) + 21;
    return new Date(Date.UTC(year, 10, thursday - 3)).toISOString().slice(0, 10);
  };
  const year = Number(today.slice(0, 4));
  return of(year) > today ? of(year) : of(year + 1);
}

const nextMonday = (today: string) => dayAfter(today, ((8 - new Date(`${today}T00:00:00Z`).getUTCDay()) % 7) || 7);

const common = (currency: string) => ({
  currency, interval_minutes: 30, hours_per_week: 40, shrinkage: 0.25, shift: usualShifts(), work: { max_hours_per_week: 40, max_days_per_week: 5, min_rest_hours: 11 },
  help: { overtime_hours_per_agent_week: 4, overtime_factor: 1.5, overtime_notice_days: 7, temp_wage: 16, temp_min_weeks: 4, temps_at_most: 20, temp_ramp: [0.4, 0.7, 0.9, 1], outsourced_price: 32, outsourced_max_hours_week: 0 },
});

function channelsOf(past: DeskPast): Channel[] {
  const largest = past.channels.slice(0, 5);
  const all = largest.reduce((sum, channel) => sum + channel.share, 0);
  let left = 1;
  return largest.map((channel, i) => {
    const share = i === largest.length - 1 ? left : Math.round((1000 * channel.share) / all) / 1000;
    left = Number((left - share).toFixed(6));
    return { name: channel.channel, kind: kindOf(channel.channel), share, ...defaults(kindOf(channel.channel)) };
  });
}

function teamsOf(past: DeskPast, channels: Channel[]) {
  const members = [...new Set(past.teams.flatMap((team) => team.members))];
  const people = members.length > 0 ? members : [];
  return [{ name: past.teams.length === 1 ? past.teams[0]!.name : t('plan.team'), channels: channels.map((channel) => channel.name), agents: Math.max(people.length, 3), people, from_hour: 8, to_hour: 20, wage: 20, absence_share: 0.05, chats_at_once: 2, chat_slowdown: 0.2 }];
}

/** Four weeks from next Monday out of the desk's own tickets. */
export function fromDesk(past: DeskPast, currency: string, country: string): Body {
  const channel = channelsOf(past);
  return { ...common(currency), start: nextMonday(past.today), days: 28, volume: { history: 'desk', history_events: 'calendar', ...(country ? { country } : {}), ...(past.by_hour.length ? { profile: past.by_hour.map((share) => Number((share * 1000).toFixed(1)) + 0.1) } : {}) }, channel, team: teamsOf(past, channel), lever: [] };
}

export function fromSeries(past: DeskPast, series: Series, currency: string, country: string): Body {
  const base = fromDesk(past, currency, country);
  const channel = past.channels.length ? base.channel : exampleChannels();
  const orders = series.kind === 'orders';
  const start = nextMonday(series.last_time.slice(0, 10) > past.today ? past.today : series.last_time.slice(0, 10) < dayAfter(past.today, -380) ? series.last_time.slice(0, 10) : past.today);
  const { profile, ...volume } = base.volume;
  return { ...base, start, channel, team: past.channels.length ? base.team : exampleTeam(channel), volume: { ...volume, ...(profile && past.channels.length ? { profile } : {}), history: `series/${series.id}`, ...(orders ? { history_of: 'orders' as const, contact_rate: 0.3, peak_rate_factor: 1 } : {}) } };
}

const exampleChannels = (): Channel[] => [
  { name: t('plan.kind.call'), kind: 'call', share: 0.25, lost_value: 9, ...defaults('call') },
  { name: t('plan.kind.chat'), kind: 'chat', share: 0.3, lost_value: 7, ...defaults('chat') },
  { name: t('plan.kind.mail'), kind: 'mail', share: 0.45, ...defaults('mail') },
];
const exampleTeam = (channels: Channel[]) => [{ name: t('plan.team'), channels: channels.map((channel) => channel.name), agents: 14, from_hour: 8, to_hour: 20, wage: 20, absence_share: 0.05, chats_at_once: 2, chat_slowdown: 0.2 }];

/** Black Friday and the week after, of a shop with a thousand orders on a quiet day. */
export function exampleSeason(today: string, currency: string): Body {
  const channel = exampleChannels();
  return { ...common(currency), start: blackFridayWeek(today), days: 14, volume: { orders: [1000, 1010, 1060, 1250, 3900, 2400, 2100, 2900, 1500, 1250, 1180, 1150, 1100, 1040], contact_rate: 0.34, peak_rate_factor: 1.1, sale_value: 62 }, channel, team: exampleTeam(channel), lever: [{ name: t('plan.example_lever'), deflects: 0.12, cost: 600 }] };
}

/** The country a language is most spoken in, for holidays; a guess the form shows. */
export const countryOf = (locale: string, known: string[]) => {
  const wish = ({ fr: 'FR', de: 'DE', es: 'ES', 'pt-BR': 'BR', ru: 'RU', en: 'US' } as Record<string, string>)[locale] ?? '';
  return known.includes(wish) ? wish : '';
};
