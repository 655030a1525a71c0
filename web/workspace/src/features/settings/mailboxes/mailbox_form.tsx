// A mailbox: how mail comes in and goes out, tried before it is saved.
import { api, call, type Mailbox, type Schemas } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconPlugConnected } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { noticeText } from '../../../ui/notice';
import { useSave } from '../../../ui/use_save';
import { teamsQuery } from '../../session/session';
import { htmlToText, textToHtml } from '../profile/profile_page';
import { CopyBox, ResourceForm } from '../resource';
import { guessServers } from './servers';

type Tls = 'tls' | 'starttls' | 'none';
type Server = { host: string; port: number; tls: Tls; user: string; password: string };
const tlsPorts: Record<'imap' | 'smtp', Record<Tls, number>> = { imap: { tls: 993, starttls: 143, none: 143 }, smtp: { tls: 465, starttls: 587, none: 25 } };

export function MailboxForm({ mailbox, close }: { mailbox: Mailbox | null; close: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const trial = useSave();
  const teams = useQuery(teamsQuery).data ?? [];
  const [input, setInput] = useState({ name: mailbox?.name ?? '', address: mailbox?.address ?? '', from_name: mailbox?.from_name ?? '', team_id: mailbox?.team_id ?? null, signature: htmlToText(mailbox?.signature_html ?? ''), send_per_minute: mailbox?.send_per_minute ?? 30, active: mailbox?.active ?? true, folder: mailbox?.imap?.folder ?? 'INBOX', domain: mailbox?.dkim?.domain ?? '', selector: mailbox?.dkim?.selector ?? '' });
  const [imap, setImap] = useState<Server>({ host: '', port: 993, tls: 'tls', user: '', ...mailbox?.imap, password: '' });
  const [smtp, setSmtp] = useState<Server>({ host: '', port: 587, tls: 'starttls', user: '', ...mailbox?.smtp, password: '' });
  const [result, setResult] = useState<Schemas['MailboxTest'] | null>(null);
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });

  const server = ({ password, ...rest }: Server) => (rest.host ? { ...rest, ...(password ? { password } : {}) } : null);
  const body = () => {
    const { signature, folder, domain, selector, ...rest } = input;
    const incoming = server(imap);
    return { ...rest, signature_html: textToHtml(signature), imap: incoming && { ...incoming, folder }, smtp: server(smtp), dkim: domain && selector ? { domain, selector } : null };
  };
  const fillServers = () => {
    const guess = guessServers(input.address);
    if (!guess || imap.host || smtp.host) return;
    setImap({ ...imap, host: guess.imap, user: input.address });
    setSmtp({ ...smtp, host: guess.smtp, port: guess.smtpPort, tls: guess.smtpPort === 465 ? 'tls' : 'starttls', user: input.address });
    if (!input.name) set({ name: input.address.split('@')[0] ?? '' });
  };
  const submit = async () => {
    const done = await save.run(async () => {
      await (mailbox ? call(api.PATCH('/api/mailboxes/{id}', { params: { path: { id: mailbox.id } }, body: body() })) : call(api.POST('/api/mailboxes', { body: body() })));
      await client.invalidateQueries({ queryKey: ['mailboxes'] });
    });
    if (done) close();
  };
  const test = () => trial.run(async () => { setResult(null); setResult(await call(api.POST('/api/mailboxes/test', { body: { ...body(), ...(mailbox ? { id: mailbox.id } : {}) } }))); }, null);
  const remove = mailbox ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/mailboxes/{id}', { params: { path: { id: mailbox.id } } })); await client.invalidateQueries({ queryKey: ['mailboxes'] }); }, t('common.deleted'))) close(); } : undefined;

  const serverFields = (kind: 'imap' | 'smtp', value: Server, change: (value: Server) => void) => (
    <section>
      <h3>{t(`mailboxes.${kind}`)}</h3>
      <p className="muted small">{t(`mailboxes.${kind}_text`)}</p>
      <div className="fields">
        <TextInput label={t('mailboxes.host')} value={value.host} error={save.errors[`${kind}.host`]} placeholder={`${kind}.example.com`} onChange={(event) => change({ ...value, host: event.target.value.trim() })} />
        <Select label={t('mailboxes.security')} data={[{ value: 'tls', label: 'TLS' }, { value: 'starttls', label: 'STARTTLS' }, { value: 'none', label: t('mailboxes.no_security') }]} value={value.tls} allowDeselect={false} onChange={(tls) => tls && change({ ...value, tls: tls as Tls, port: tlsPorts[kind][tls as Tls] })} />
        <TextInput label={t('mailboxes.user')} value={value.user} autoComplete="off" error={save.errors[`${kind}.user`]} onChange={(event) => change({ ...value, user: event.target.value })} />
        <NumberInput label={t('mailboxes.port')} min={1} max={65535} hideControls value={value.port} error={save.errors[`${kind}.port`]} onChange={(port) => change({ ...value, port: Number(port) })} />
        <PasswordInput label={t('session.password')} description={mailbox ? t('mailboxes.password_kept') : t('mailboxes.password_text')} autoComplete="new-password" value={value.password} error={save.errors[`${kind}.password`]} onChange={(event) => change({ ...value, password: event.target.value })} visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }} />
        {kind === 'imap' ? <TextInput label={t('mailboxes.folder')} value={input.folder} description={t('mailboxes.folder_text')} onChange={(event) => set({ folder: event.target.value })} /> : <NumberInput label={t('mailboxes.rate')} description={t('mailboxes.rate_text')} min={1} hideControls value={input.send_per_minute} error={save.errors.send_per_minute} onChange={(rate) => set({ send_per_minute: Number(rate) })} />}
      </div>
      {result && <TestResult result={result[kind]} />}
    </section>
  );

  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('mailboxes.delete_text')}>
      <div className="fields">
        <TextInput label={t('mailboxes.address')} type="email" value={input.address} error={save.errors.address} onChange={(event) => set({ address: event.target.value.trim() })} onBlur={fillServers} required data-autofocus />
        <TextInput label={t('mailboxes.name')} value={input.name} error={save.errors.name} onChange={(event) => set({ name: event.target.value })} required />
        <TextInput label={t('mailboxes.from_name')} description={t('mailboxes.from_name_text')} value={input.from_name} onChange={(event) => set({ from_name: event.target.value })} />
        <Select label={t('mailboxes.team')} description={t('mailboxes.team_text')} data={teams.map((team) => ({ value: String(team.id), label: team.name }))} value={input.team_id === null ? null : String(input.team_id)} clearable clearButtonProps={{ 'aria-label': t('common.clear') }} onChange={(id) => set({ team_id: id ? Number(id) : null })} />
      </div>
      {serverFields('imap', imap, setImap)}
      {serverFields('smtp', smtp, setSmtp)}
      <div className="inline"><Button variant="light" leftSection={<IconPlugConnected size={16} />} loading={trial.busy} disabled={!imap.host && !smtp.host} onClick={() => void test()}>{t('mailboxes.test')}</Button><span className="muted small">{t('mailboxes.test_text')}</span></div>
      {trial.errors.form && <div className="notice notice-danger" role="alert">{trial.errors.form}</div>}
      <Textarea label={t('profile.signature')} description={t('mailboxes.signature_text')} autosize minRows={2} value={input.signature} onChange={(event) => set({ signature: event.target.value })} />
      <section>
        <h3>DKIM</h3>
        <p className="muted small">{t('mailboxes.dkim_text')}</p>
        <div className="fields"><TextInput label={t('mailboxes.dkim_domain')} value={input.domain} error={save.errors['dkim.domain']} onChange={(event) => set({ domain: event.target.value.trim() })} /><TextInput label={t('mailboxes.dkim_selector')} value={input.selector} error={save.errors['dkim.selector']} onChange={(event) => set({ selector: event.target.value.trim() })} /></div>
        {mailbox?.dkim?.public_record && <div className="stack" style={{ marginTop: 10 }}><p className="small">{t('mailboxes.dkim_publish', { name: `${mailbox.dkim.selector}._domainkey.${mailbox.dkim.domain}` })}</p><CopyBox text={mailbox.dkim.public_record} label="DKIM" /></div>}
      </section>
      {mailbox && <Switch label={t('mailboxes.active')} description={t('mailboxes.active_text')} checked={input.active} onChange={(event) => set({ active: event.target.checked })} />}
    </ResourceForm>
  );
}

function TestResult({ result }: { result: Schemas['MailboxTestResult'] }) {
  if (result.step === 'skipped') return null;
  return (
    <div className="testbox" data-ok={result.ok || undefined} role="status" style={{ marginTop: 12 }}>
      {result.ok ? <span className="inline-tight"><IconCheck size={16} />{t('mailboxes.test_ok')}</span> : <><strong>{t(`mailboxes.step.${result.step}` as 'mailboxes.step.connect')}</strong> {noticeText({ code: result.code, params: result.params, text: result.message }, null)}{result.advice && <><br />{t(`mailboxes.advice.${result.step}` as 'mailboxes.advice.connect')}</>}</>}
    </div>
  );
}
