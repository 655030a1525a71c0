// Who writes: contact, custom fields, note, and what there was before. The right pane.
import { api, call, type Customer, type CustomField, type Schemas, type Ticket } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconExternalLink, IconGitMerge, IconPencil, IconX } from '@tabler/icons-react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Avatar, Bone, Failed, sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { customFieldsQuery, useMay, useMe } from '../session/session';
import { changeTicket } from '../tickets/changes';
import { FieldEditor } from './field_editor';
import './customers.css';

const CustomerForm = lazy(() => import('./customer_form').then((module) => ({ default: module.CustomerForm })));
const CustomerMerge = lazy(() => import('./customer_merge').then((module) => ({ default: module.CustomerMerge })));

export const customerQuery = (id: number) => queryOptions({ queryKey: ['customer', id], queryFn: () => call(api.GET('/api/customers/{id}', { params: { path: { id } } })) });
export const timelineQuery = (id: number) => queryOptions({ queryKey: ['timeline', id], queryFn: async () => (await call(api.GET('/api/customers/{id}/timeline', { params: { path: { id }, query: { limit: 30 } } }))).data });

export function CustomerPanel({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const id = ticket.customer.id;
  const client = useQueryClient();
  const me = useMe();
  const may = useMay('agent');
  const customer = useQuery(customerQuery(id));
  const fields = useQuery(customFieldsQuery).data ?? [];
  const ticketFields = fields.filter((field) => field.object === 'ticket');
  return (
    <aside className="customer scroll" aria-label={t('customer.title')}>
      <div className="customer-top"><h2>{t('customer.title')}</h2><ActionIcon aria-label={t('common.close')} onClick={onClose}><IconX size={17} /></ActionIcon></div>
      {customer.isError && <Failed error={customer.error} retry={() => void customer.refetch()} />}
      {customer.isLoading && <div className="stack"><Bone width={48} height={48} /><Bone width="60%" /><Bone width="80%" /></div>}
      {customer.data && <CustomerCard customer={customer.data} fields={fields} may={may} />}
      {ticketFields.length > 0 && (
        <section>
          <h3>{t('customer.ticket_fields')}</h3>
          {ticketFields.map((field) => <FieldEditor key={field.id} field={field} value={ticket.custom_fields[field.key] ?? null} disabled={!may} onSave={(value) => void changeTicket(client, me.id, ticket.id, { custom_fields: { [field.key]: value } })} />)}
        </section>
      )}
      <Timeline customerId={id} currentId={ticket.id} />
    </aside>
  );
}

export function CustomerCard({ customer, fields, may }: { customer: Customer; fields: CustomField[]; may: boolean }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [merging, setMerging] = useState(false);
  const name = customer.name || customer.email || t('customer.unnamed');
  const patch = async (body: Schemas['CustomerChange']) => {
    try {
      client.setQueryData(['customer', customer.id], await call(api.PATCH('/api/customers/{id}', { params: { path: { id: customer.id } }, body })));
    } catch (error) {
      sayProblem(error);
      void client.invalidateQueries({ queryKey: ['customer', customer.id] });
    }
  };
  return (
    <>
      <section className="customer-card">
        <Avatar name={name} size="l" />
        <div className="grow">
          <Link className="customer-name clip" to="/customers/$customerId" params={{ customerId: String(customer.id) }}>{name}</Link>
          <div className="muted small">{t('customer.tickets', { count: customer.ticket_count })}{customer.open_ticket_count > 0 && ` · ${t('customer.open', { count: customer.open_ticket_count })}`}</div>
        </div>
        {may && (
          <Menu position="bottom-end" width={210}>
            <Menu.Target><ActionIcon aria-label={t('common.more')}><IconDots size={17} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>{t('customer.edit')}</Menu.Item>
              <Menu.Item leftSection={<IconGitMerge size={15} />} onClick={() => setMerging(true)}>{t('customer.merge')}</Menu.Item>
              <Menu.Item leftSection={<IconExternalLink size={15} />} onClick={() => void navigate({ to: '/new', search: { customer_id: customer.id } })}>{t('new.title')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </section>
      <section>
        <dl className="customer-facts">
          {customer.addresses.map((one) => (
            <div key={one.id}><dt>{one.channel === 'email' ? t('session.email') : one.channel}</dt><dd><span className="clip">{one.address}</span><ActionIcon size="sm" aria-label={t('common.copy', { what: one.address })} onClick={() => { void navigator.clipboard?.writeText(one.address); toast(t('common.copied')); }}><IconCopy size={13} /></ActionIcon></dd></div>
          ))}
          {customer.locale && <div><dt>{t('profile.language')}</dt><dd>{languageName(customer.locale)}</dd></div>}
          {customer.external_id && <div><dt>{t('customer.external_id')}</dt><dd>{customer.external_id}</dd></div>}
        </dl>
      </section>
      {fields.some((field) => field.object === 'customer') && (
        <section>
          <h3>{t('customer.fields')}</h3>
          {fields.filter((field) => field.object === 'customer').map((field) => <FieldEditor key={field.id} field={field} value={customer.custom_fields[field.key] ?? null} disabled={!may} onSave={(value) => void patch({ custom_fields: { [field.key]: value } })} />)}
        </section>
      )}
      <CustomerNote key={`note${customer.id}`} note={customer.note} may={may} onSave={(note) => void patch({ note })} />
      <Suspense fallback={null}>
        {editing && <CustomerForm customer={customer} onClose={() => setEditing(false)} />}
        {merging && <CustomerMerge customer={customer} onClose={() => setMerging(false)} />}
      </Suspense>
    </>
  );
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || 'en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function CustomerNote({ note, may, onSave }: { note: string; may: boolean; onSave: (note: string) => void }) {
  const [text, setText] = useState(note);
  return (
    <section>
      <h3 id="customer-note">{t('customer.note')}</h3>
      {/* A plain one, sized by CSS: measuring its text by script cost a quarter of opening a ticket. */}
      <textarea className="customer-note note-box" aria-labelledby="customer-note" placeholder={t('customer.note_placeholder')} rows={Math.max(2, Math.min(10, text.split('\n').length))} value={text} readOnly={!may} onChange={(event) => setText(event.target.value)} onBlur={() => text !== note && onSave(text)} />
    </section>
  );
}

export function Timeline({ customerId, currentId }: { customerId: number; currentId?: number }) {
  const timeline = useQuery(timelineQuery(customerId));
  const entries = timeline.data?.filter((entry) => entry.ticket.id !== currentId) ?? [];
  return (
    <section>
      <h3>{t('customer.timeline')}</h3>
      {timeline.isLoading && <Bone width="90%" height={40} />}
      {timeline.isError && <Button size="compact-sm" variant="light" onClick={() => void timeline.refetch()}>{t('common.retry')}</Button>}
      {timeline.isSuccess && entries.length === 0 && <p className="muted small">{t('customer.first_contact')}</p>}
      <ol className="timeline">
        {entries.map(({ ticket }) => (
          <li key={ticket.id}>
            <Link to="/views/$view/tickets/$ticketId" params={{ view: 'all', ticketId: String(ticket.id) }}>
              <span className="spread"><span className="clip timeline-subject">{ticket.subject || t('ticket.no_subject')}</span><span className="muted small">{shortTime(ticket.last_message_datetime ?? ticket.created_datetime)}</span></span>
              <span className="muted small clip">#{ticket.number} · {t(`status.${ticket.status}`)} · {ticket.excerpt}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
