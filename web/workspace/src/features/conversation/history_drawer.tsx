import { api, call, type DeskEvent } from '@peakdesk/shared/api';
import { fullTime, hasText, t } from '@peakdesk/shared/i18n';
import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Busy, Failed } from '../../ui/parts';

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(valueText).join(', ') || '–';
  if (typeof value === 'object') return 'name' in value ? String((value as { name: unknown }).name) : JSON.stringify(value);
  const text = String(value);
  for (const key of [`status.${text}`, `priority.${text}`]) if (hasText(key)) return t(key);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? fullTime(text) : text;
}

/** An event in words: its name, and what it changed. */
export function eventLines(event: DeskEvent): { title: string; changes: string[] } {
  const key = `event.${event.name}`;
  const told = event.payload as { key?: string; from?: unknown; to?: unknown; added?: string[]; removed?: string[]; reason?: string; from_tickets?: number[]; into_ticket?: number; from_ticket?: number };
  const changes: string[] = [];
  if ('from' in told || 'to' in told) changes.push(`${told.key ? `${told.key}: ` : ''}${valueText(told.from)} → ${valueText(told.to)}`);
  if (told.added?.length) changes.push(`+ ${told.added.join(', ')}`);
  if (told.removed?.length) changes.push(`− ${told.removed.join(', ')}`);
  if (told.reason) changes.push(told.reason);
  if (told.into_ticket) changes.push(`${[...(told.from_tickets ?? []), ...(told.from_ticket ? [told.from_ticket] : [])].map((number) => `#${number}`).join(', ')} → #${told.into_ticket}`);
  return { title: hasText(key) ? t(key) : event.name, changes };
}

export function HistoryDrawer({ ticketId, onClose }: { ticketId: number; onClose: () => void }) {
  const events = useQuery({ queryKey: ['ticket-events', ticketId], queryFn: async () => (await call(api.GET('/api/tickets/{id}/events', { params: { path: { id: ticketId }, query: { limit: 100 } } }))).data });
  const because = (id: number | null) => {
    const cause = id === null ? undefined : events.data?.find((one) => one.id === id);
    return cause ? ` · ${t('history.because', { name: eventLines(cause).title })}` : '';
  };
  return (
    <Drawer opened onClose={onClose} title={t('history.title')} size={420} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {events.isLoading && <Busy />}
      {events.isError && <Failed error={events.error} retry={() => void events.refetch()} />}
      <ol className="history">
        {events.data?.map((event) => {
          const lines = eventLines(event);
          return (
            <li key={event.id}>
              <strong>{lines.title}</strong>
              {lines.changes.map((line) => <div key={line} className="small">{line}</div>)}
              <div className="muted small">{event.actor.kind === 'system' ? t('actor.system') : event.actor.name} · {fullTime(event.created_datetime)}{because(event.cause_id)}</div>
            </li>
          );
        })}
      </ol>
    </Drawer>
  );
}
