// What the planning pages ask of the desk, and the knobs that are turned over a scenario without changing it.
import { api, call, changeHeaders, Problem, type Schemas } from '@peakdesk/shared/api';
import { locale } from '@peakdesk/shared/i18n';
import { queryOptions } from '@tanstack/react-query';

export type Scenario = Schemas['StoredScenario'];
export type Run = Schemas['PlanningRun'];
export type Result = Schemas['PlanResult'];
export type Summary = Schemas['PlanSummary'];
export type Series = Schemas['PlanningSeries'];
export type CalendarEvent = Schemas['CalendarEvent'];
export type DeskPast = Schemas['DeskPast'];

export type Channel = { name: string; kind?: 'call' | 'chat' | 'mail'; share?: number; from_hour?: number; to_hour?: number; handle_s?: number; patience_s?: number; promise_s?: number; target?: number; lost_value?: number; automated_share?: number };
export type Team = { name?: string; channels?: string[]; agents?: number; from_hour?: number; to_hour?: number; weekdays?: number[]; wage?: number; absence_share?: number; chats_at_once?: number; chat_slowdown?: number; people?: string[] };
export type Shift = { name: string; from_hour: number; hours: number; break_after_hours?: number; break_hours?: number };
export type Lever = { name: string; deflects: number; cost?: number; channels?: string[] };
export type Help = { overtime_hours_per_agent_week?: number; overtime_factor?: number; overtime_notice_days?: number; temp_wage?: number; temp_hours_per_week?: number; temp_min_weeks?: number; temps_at_most?: number; temp_ramp?: number[]; outsourced_price?: number; outsourced_min_hours_week?: number; outsourced_max_hours_week?: number };
export type WhatIf = { volume_factor?: number; handle_factor?: number; deflects?: number; automated?: number };
export type Volume = { history?: string; history_of?: 'tickets' | 'orders'; history_events?: string; country?: string; orders?: number[]; tickets?: number[]; factor?: number; contact_rate?: number; peak_rate_factor?: number; sale_value?: number; profile?: number[] };
/** A scenario's text, as far as the screens know its keys; others pass through untouched. */
export type Body = { name?: string; start: string; days?: number; currency?: string; hours_per_week?: number; shrinkage?: number; volume: Volume; channel: Channel[]; team: Team[]; lever?: Lever[]; help?: Help; shift?: Shift[]; work?: Record<string, number>; what_if?: WhatIf; [more: string]: unknown };

export type Knobs = { volume: number; deflects: number; automated: number; handle: number; overtime: number; outsourced: number };

export const knobsOf = (body: Body): Knobs => ({
  volume: body.what_if?.volume_factor ?? 1,
  deflects: body.what_if?.deflects ?? 0,
  automated: body.what_if?.automated ?? 0,
  handle: body.what_if?.handle_factor ?? 1,
  overtime: body.help?.overtime_hours_per_agent_week ?? 0,
  outsourced: body.help?.outsourced_price ? body.help.outsourced_max_hours_week ?? 0 : 0,
});

/** Prices an hour outside when the scenario names none: a third above the dearest wage. */
const guessedPrice = (body: Body) => Math.round(Math.max(15, ...body.team.map((team) => team.wage ?? 0)) * 1.33);

export function withKnobs(body: Body, knobs: Knobs): Body {
  const before = knobsOf(body);
  const help: Help = { ...body.help, overtime_hours_per_agent_week: knobs.overtime };
  if (knobs.outsourced !== before.outsourced || body.help?.outsourced_max_hours_week !== undefined) help.outsourced_max_hours_week = knobs.outsourced;
  if (knobs.outsourced > 0 && !help.outsourced_price) help.outsourced_price = guessedPrice(body);
  return { ...body, help, what_if: { ...body.what_if, volume_factor: knobs.volume, deflects: knobs.deflects, automated: knobs.automated, handle_factor: knobs.handle } };
}

export const sameKnobs = (a: Knobs, b: Knobs) => (Object.keys(a) as (keyof Knobs)[]).every((key) => a[key] === b[key]);
export const bodyOf = (scenario: Scenario) => scenario.scenario as unknown as Body;
export const summaryOf = (run: Run | null | undefined): Summary | null => (run && 'tickets' in run.summary ? (run.summary as Summary) : null);
export const isUnderWay = (run: Run | null | undefined) => run?.state === 'queued' || run?.state === 'running';

export const scenariosQuery = queryOptions({
  queryKey: ['planning', 'scenarios'],
  queryFn: async () => (await call(api.GET('/api/planning/scenarios'))).data,
  refetchInterval: (query) => (query.state.data?.some((scenario) => isUnderWay(scenario.latest_run)) ? 1500 : false),
});
export const scenarioQuery = (id: number) => queryOptions({
  queryKey: ['planning', 'scenario', id],
  queryFn: () => call(api.GET('/api/planning/scenarios/{id}', { params: { path: { id } } })),
  refetchInterval: (query) => (isUnderWay(query.state.data?.latest_run) ? 700 : false),
});
export const resultQuery = (id: number | undefined) => queryOptions({
  queryKey: ['planning', 'result', id], enabled: id !== undefined, staleTime: Infinity,
  queryFn: () => call(api.GET('/api/planning/runs/{id}/result', { params: { path: { id: id! } } })),
});
export const actualsQuery = (id: number) => queryOptions({
  queryKey: ['planning', 'actuals', id],
  queryFn: () => call(api.GET('/api/planning/runs/{id}/actuals', { params: { path: { id } } })),
});
export const changesQuery = (id: number) => queryOptions({
  queryKey: ['planning', 'changes', id], staleTime: Infinity,
  queryFn: () => call(api.GET('/api/planning/runs/{id}/changes', { params: { path: { id } } })),
});
export const deskPastQuery = queryOptions({ queryKey: ['planning', 'desk'], staleTime: 5 * 60_000, queryFn: () => call(api.GET('/api/planning/desk')) });
export const seriesQuery = queryOptions({ queryKey: ['planning', 'series'], queryFn: async () => (await call(api.GET('/api/planning/series'))).data });
export const eventsQuery = queryOptions({ queryKey: ['planning', 'events'], queryFn: async () => (await call(api.GET('/api/planning/events'))).data });

async function send<T>(path: string, body: BodyInit, headers: Record<string, string>, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', body, headers, ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem({ status: 0, code: 'offline', title: 'offline' });
  }
  const answer = (await response.json().catch(() => ({}))) as T & { retry_after_s?: number };
  if (!response.ok) throw new Problem({ ...(answer as object), status: response.status });
  return answer;
}

/** What a knob turned says at once. It changes nothing, so it carries no key to be remembered by. */
export function estimate(body: Body, signal?: AbortSignal): Promise<Result> {
  const { 'X-CSRF-Token': token = '' } = changeHeaders();
  return send('/api/planning/estimate', JSON.stringify({ scenario: body }), { 'Content-Type': 'application/json', 'X-CSRF-Token': token }, signal);
}

export function uploadSeries(file: File, name: string, kind: 'orders' | 'contacts'): Promise<Series> {
  return send(`/api/planning/series?name=${encodeURIComponent(name)}&kind=${kind}`, file, { 'Content-Type': 'text/csv', ...changeHeaders() });
}

export const reportUrl = (run: number) => `/api/planning/runs/${run}/report?lang=${locale()}`;
export const fileUrl = (run: number, file: string, person?: string) => `/api/planning/runs/${run}/files/${file}${person ? `?person=${encodeURIComponent(person)}` : ''}`;
