// Several tickets into one: ticked ones, or this one with others found by search. Can be taken back.
import { api, call, type TicketSummary } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sayProblem } from '../../ui/parts';
import { sayUndoable } from './operations';

export function MergeDialog({ tickets, onClose, onDone, search }: { tickets: TicketSummary[]; onClose: () => void; onDone: () => void; search?: boolean }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(tickets);
  const oldest = [...tickets].sort((a, b) => a.id - b.id)[0];
  const [target, setTarget] = useState(oldest?.id ?? 0);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [busy, setBusy] = useState(false);
  const customerId = tickets[0]?.customer.id;
  const found = useQuery({
    queryKey: ['merge-candidates', asked, customerId], enabled: !!search,
    queryFn: async ({ signal }) => {
      const query = asked ? { q: asked.replace(/^#(\d+)$/, 'number:$1'), limit: 8 } : { customer_id: customerId!, limit: 8 };
      return (await call(api.GET('/api/tickets', { params: { query }, signal }))).data;
    },
  });
  const candidates = (found.data ?? []).filter((ticket) => !chosen.some((one) => one.id === ticket.id) && ticket.merged_into_id === null);

  const merge = async () => {
    setBusy(true);
    try {
      const from = chosen.filter((ticket) => ticket.id !== target).map((ticket) => ticket.id);
      const { ticket, operation_id } = await call(api.POST('/api/tickets/{id}/merge', { params: { path: { id: target } }, body: { from_ticket_ids: from } }));
      for (const key of ['tickets', 'ticket', 'messages', 'timeline', 'view-counts']) void client.invalidateQueries({ queryKey: [key] });
      sayUndoable(client, t('merge.done', { count: from.length, number: String(ticket.number) }), operation_id);
      onDone();
      onClose();
      if (search) void navigate({ to: '/views/$view/tickets/$ticketId', params: { view: 'all', ticketId: String(ticket.id) } });
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={t('merge.title')} size={560} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack">
        <p className="muted small">{t('merge.text')}</p>
        <div role="radiogroup" aria-label={t('merge.keep')} className="merge-list">
          {chosen.map((ticket) => (
            <label key={ticket.id} className="merge-item" data-on={ticket.id === target || undefined}>
              <input type="radio" name="merge-target" checked={ticket.id === target} onChange={() => setTarget(ticket.id)} />
              <span className="grow clip"><strong>#{ticket.number}</strong> {ticket.subject || t('ticket.no_subject')}<br /><span className="muted small">{ticket.customer.name} · {shortTime(ticket.last_message_datetime)}</span></span>
              {ticket.id === target && <span className="chip chip-accent">{t('merge.stays')}</span>}
            </label>
          ))}
        </div>
        {search && (
          <>
            <TextInput label={t('merge.find')} placeholder={t('merge.find_placeholder')} leftSection={<IconSearch size={15} />} value={text} onChange={(event) => setText(event.target.value)} data-autofocus />
            <div className="merge-list">
              {candidates.map((ticket) => (
                <button type="button" key={ticket.id} className="merge-item" onClick={() => setChosen([...chosen, ticket])}>
                  <span className="grow clip"><strong>#{ticket.number}</strong> {ticket.subject || t('ticket.no_subject')}<br /><span className="muted small">{ticket.customer.name} · {shortTime(ticket.last_message_datetime)}</span></span>
                </button>
              ))}
              {found.isSuccess && candidates.length === 0 && <p className="muted small">{t('search.nothing')}</p>}
            </div>
          </>
        )}
        <div className="spread dialog-acts"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button onClick={() => void merge()} loading={busy} disabled={chosen.length < 2}>{t('merge.button')}</Button></div>
      </div>
    </Modal>
  );
}
