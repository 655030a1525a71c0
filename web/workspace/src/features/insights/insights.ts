// What messages want, as the screens ask for it: queries, corrections, names of labels.
import { api, call, type Schemas } from '@peakdesk/shared/api';
import { hasText, locale, t } from '@peakdesk/shared/i18n';
import { queryOptions, type QueryClient } from '@tanstack/react-query';

export type MessageInsight = Schemas['MessageInsight'];
export type TicketInsights = Schemas['TicketInsights'];
export type Stretch = { from: string; to: string };

export const insightsQuery = (ticketId: number) => queryOptions({
  queryKey: ['insights', ticketId], staleTime: 20_000,
  queryFn: ({ signal }) => call(api.GET('/api/tickets/{id}/insights', { params: { path: { id: ticketId } }, signal })),
});
export const labelsQuery = queryOptions({ queryKey: ['insight-labels'], staleTime: 5 * 60_000, queryFn: async () => (await call(api.GET('/api/insights/labels'))).data });
export const questionsQuery = (stretch: Stretch) => queryOptions({ queryKey: ['questions', stretch], staleTime: 60_000, queryFn: ({ signal }) => call(api.GET('/api/insights/questions', { params: { query: stretch }, signal })) });
export const clustersQuery = (stretch: Stretch) => queryOptions({ queryKey: ['question-clusters', stretch], staleTime: 60_000, queryFn: ({ signal }) => call(api.GET('/api/insights/clusters', { params: { query: stretch }, signal })) });
export const learningQuery = queryOptions({ queryKey: ['learning'], staleTime: 10_000, queryFn: () => call(api.GET('/api/insights/learning')) });

/** A label in the reader's language; the shop's own ones as they are. */
export function intentText(label: string): string {
  const key = `intent.${label || 'none'}`;
  return hasText(key) ? t(key) : label.replace(/_/g, ' ');
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

const languages = new Map<string, Intl.DisplayNames>();
export function languageText(code: string): string {
  if (code === 'und') return '–';
  let names = languages.get(locale());
  if (!names) languages.set(locale(), (names = new Intl.DisplayNames([locale()], { type: 'language' })));
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function putInsight(known: TicketInsights | undefined, insight: MessageInsight): TicketInsights | undefined {
  return known && { ...known, messages: known.messages.map((one) => (one.message_id === insight.message_id ? insight : one)) };
}

export async function correct(client: QueryClient, insight: MessageInsight, body: Schemas['InsightCorrection']): Promise<void> {
  const now = await call(api.PUT('/api/messages/{id}/insight', { params: { path: { id: insight.message_id } }, body }));
  client.setQueryData<TicketInsights>(['insights', now.ticket_id], (old) => putInsight(old, now));
  for (const key of [['insights', now.ticket_id], ['insight-labels'], ['learning'], ['questions']]) void client.invalidateQueries({ queryKey: key });
}

/** The search that finds tickets with this label. */
export function intentFilter(label: string): string {
  return `intent:${label || 'none'}`;
}
