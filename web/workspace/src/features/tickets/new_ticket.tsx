// A ticket the shop begins: to whom, about what, the first message.
import { api, call, newKey, type Customer, type Mailbox } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft, IconPaperclip, IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useSave } from '../../ui/use_save';
import { useUploads } from '../conversation/uploads';
import { CustomerPick } from '../customers/customer_pick';
import { customerQuery } from '../customers/customer_panel';
import { tagsQuery, useMay, useMe, usersQuery } from '../session/session';
import { FileList } from './file_list';
import './new_ticket.css';

export function NewTicket() {
  const { customer_id } = useSearch({ strict: false }) as { customer_id?: number };
  const given = useQuery({ ...customerQuery(customer_id ?? 0), enabled: !!customer_id });
  if (customer_id && given.isLoading) return null;
  return <NewTicketForm key={customer_id ?? 'new'} given={given.data ?? null} />;
}

function NewTicketForm({ given }: { given: Customer | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const lead = useMay('lead');
  const save = useSave();
  const users = useQuery(usersQuery).data ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const mailboxes = useQuery({ queryKey: ['mailboxes'], enabled: lead, queryFn: async () => (await call(api.GET('/api/mailboxes'))).data }).data ?? [];
  const [customer, setCustomer] = useState<Customer | null>(given);
  const [who, setWho] = useState(given?.email ?? '');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [kind, setKind] = useState<'email' | 'note'>('email');
  const [mailbox, setMailbox] = useState<string | null>(null);
  const [assignee, setAssignee] = useState<string | null>(String(me.id));
  const [names, setNames] = useState<string[]>([]);
  const files = useUploads([]);
  const picker = useRef<HTMLInputElement>(null);
  const key = useRef(newKey());
  useEffect(() => { key.current = newKey(); }, [customer, who, subject, text, kind]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    await save.run(async () => {
      const ticket = await call(api.POST('/api/tickets', {
        params: { header: { 'Idempotency-Key': key.current } },
        body: {
          subject, channel: 'email', customer: customer ? { id: customer.id } : { email: who.trim() }, tags: names, assignee_user_id: assignee ? Number(assignee) : null,
          message: { public: kind === 'email', body_text: text, attachment_ids: files.uploads.flatMap((one) => (one.file ? [one.file.id] : [])), ...(mailbox ? { from_mailbox_id: Number(mailbox) } : {}) },
        },
      }));
      client.setQueryData(['ticket', ticket.id], ticket);
      void client.invalidateQueries({ queryKey: ['tickets'] });
      await navigate({ to: '/views/$view/tickets/$ticketId', params: { view: 'all', ticketId: String(ticket.id) } });
    }, t('new.done'));
  };

  return (
    <div className="page">
      <header className="page-head"><ActionIcon aria-label={t('common.back')} onClick={() => history.back()}><IconArrowLeft size={18} /></ActionIcon><h1>{t('new.title')}</h1></header>
      <form className="new-ticket stack" onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(); }}>
        <CustomerPick label={t('reply.to')} value={customer} onChange={setCustomer} onText={setWho} error={save.errors['customer.email'] ?? save.errors.customer} />
        <TextInput label={t('ticket.subject')} value={subject} error={save.errors.subject} onChange={(event) => setSubject(event.target.value)} required />
        <div className="new-options">
          {mailboxes.length > 1 && <Select label={t('new.from')} data={mailboxes.map((one: Mailbox) => ({ value: String(one.id), label: `${one.name} <${one.address}>` }))} value={mailbox ?? String(mailboxes[0]!.id)} onChange={setMailbox} allowDeselect={false} />}
          <Select label={t('ticket.assign')} data={users.filter((user) => user.active && user.role !== 'observer').map((user) => ({ value: String(user.id), label: user.name }))} value={assignee} onChange={setAssignee} clearable clearButtonProps={{ 'aria-label': t('common.clear') }} />
          <TagsInput label={t('settings.tags')} data={tags.map((tag) => tag.name)} value={names} onChange={setNames} clearable={false} />
        </div>
        <div className="inline"><SegmentedControl size="xs" aria-label={t('reply.kind')} value={kind} onChange={(value) => setKind(value as 'email')} data={[{ value: 'email', label: t('new.email') }, { value: 'note', label: t('reply.note') }]} />
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPaperclip size={15} />} onClick={() => picker.current?.click()}>{t('reply.attach')}</Button>
          <input ref={picker} type="file" multiple hidden aria-label={t('reply.attach')} onChange={(event) => { if (event.target.files) files.add(event.target.files); event.target.value = ''; }} /></div>
        <Textarea aria-label={t('new.message')} placeholder={kind === 'email' ? t('new.message') : t('new.message')} autosize minRows={9} value={text} error={save.errors['message.body_text'] ?? save.errors.message} onChange={(event) => setText(event.target.value)} required classNames={kind === 'note' ? { input: 'customer-note' } : {}} />
        <FileList uploads={files.uploads} onRemove={files.remove} />
        {save.errors.form && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
        <div className="spread"><Button variant="default" onClick={() => history.back()}>{t('common.cancel')}</Button><Button type="submit" leftSection={<IconSend size={16} />} loading={save.busy} disabled={(!customer && !who.trim()) || !text.trim() || files.busy}>{kind === 'email' ? t('new.send') : t('new.create')}</Button></div>
      </form>
    </div>
  );
}
