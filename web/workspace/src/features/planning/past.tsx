// What a forecast stands on: uploaded counts and the shop's calendar.
import { api, call } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Drawer, FileInput, NumberInput, Select, TextInput } from '@mantine/core';
import { IconCalendarEvent, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { noticeText, type Notice } from '../../ui/notice';
import { sayProblem } from '../../ui/parts';
import { useSave } from '../../ui/use_save';
import { ResourceForm } from '../settings/resource';
import { dayMonth, fullDay, num } from './format';
import { fileProblem } from './file_problems';
import { eventsQuery, seriesQuery, uploadSeries, type CalendarEvent } from './planning';
import { planProblem } from './run_problems';
import '../customers/customers.css';

export function Past({ mayEdit, uploading, setUploading }: { mayEdit: boolean; uploading: boolean; setUploading: (open: boolean) => void }) {
  const series = useQuery(seriesQuery);
  const events = useQuery(eventsQuery);
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ event: CalendarEvent | null } | null>(null);
  const drop = async (id: number) => {
    try {
      await call(api.DELETE('/api/planning/series/{id}', { params: { path: { id } } }));
      await client.invalidateQueries({ queryKey: ['planning', 'series'] });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <div className="plan-past">
      <section>
        <div className="spread"><h2>{t('plan.counts')}</h2>{mayEdit && <Button size="xs" variant="default" leftSection={<IconUpload size={15} />} onClick={() => setUploading(true)}>{t('plan.upload')}</Button>}</div>
        <p className="muted small">{t('plan.counts_text')}</p>
        <ul className="cards">{series.data?.map((one) => <li key={one.id}><div className="card-row"><span className="grow clip"><strong>{one.name}</strong><br /><span className="muted small">{t(`plan.counts_of.${one.kind}`)} · {one.first_time.slice(0, 10)} – {one.last_time.slice(0, 10)}</span></span><span className="muted small card-right">{num(one.total)}</span>{mayEdit && <ActionIcon aria-label={t('plan.delete_series', { name: one.name })} onClick={() => void drop(one.id)}><IconTrash size={16} /></ActionIcon>}</div></li>)}</ul>
      </section>
      <section>
        <div className="spread"><h2>{t('plan.calendar')}</h2>{mayEdit && <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => setEditing({ event: null })}>{t('plan.add_event')}</Button>}</div>
        <p className="muted small">{t('plan.calendar_text')}</p>
        <ul className="cards">{events.data?.map((event) => {
          const kind = event.kind ?? 'other';
          const row = <><IconCalendarEvent size={18} stroke={1.6} /><span className="grow clip"><strong>{event.name}</strong><br /><span className="muted small">{t(`plan.event.${kind}`)}{event.contact_factor !== 1 && ` · × ${num(event.contact_factor ?? 1, 2)}`}</span></span><span className="muted small card-right">{fullDay(event.start_date ?? '')}{event.end_date !== event.start_date && <> – {dayMonth(event.end_date ?? '')}</>}</span></>;
          return <li key={event.id}>{mayEdit ? <button type="button" className="card-row" onClick={() => setEditing({ event })}>{row}</button> : <div className="card-row">{row}</div>}</li>;
        })}</ul>
      </section>
      <Drawer opened={uploading} onClose={() => setUploading(false)} title={t('plan.upload')} size={460} closeButtonProps={{ 'aria-label': t('common.close') }}>{uploading && <Upload close={() => setUploading(false)} />}</Drawer>
      <Drawer opened={editing !== null} onClose={() => setEditing(null)} title={editing?.event ? t('common.edit') : t('plan.add_event')} size={460} closeButtonProps={{ 'aria-label': t('common.close') }}>{editing && <EventForm event={editing.event} close={() => setEditing(null)} />}</Drawer>
    </div>
  );
}

function Upload({ close }: { close: () => void }) {
  const client = useQueryClient();
  const { busy, errors, run } = useSave();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'orders' | 'contacts'>('orders');
  const [repairs, setRepairs] = useState<Notice[]>([]);
  const send = () => run(async () => {
    if (!file) throw new Error();
    const made = await uploadSeries(file, name.trim() || file.name.replace(/\.\w+$/, ''), kind);
    await client.invalidateQueries({ queryKey: ['planning', 'series'] });
    if (made.repairs.length) setRepairs(made.repairs); else close();
  });
  if (repairs.length) return <div className="stack"><p className="notice notice-ok">{t('plan.uploaded')}</p><p>{t('plan.repaired')}</p><ul className="plan-notes">{repairs.map((repair) => <li key={repair.text}>{noticeText(repair, null)}</li>)}</ul><Button onClick={close}>{t('common.done')}</Button></div>;
  return (
    <ResourceForm busy={busy} onClose={close} onSubmit={() => void send()} submitLabel={t('plan.upload')} error={errors.body || !errors.form ? undefined : planProblem(fileProblem(errors.form))}>
      <p className="muted small">{t('plan.upload_text')}</p>
      <pre className="plan-sample">timestamp,value{'\n'}2025-11-27,1240{'\n'}2025-11-28,3920</pre>
      <FileInput label={t('plan.file')} accept=".csv,text/csv,text/plain" value={file} onChange={setFile} error={errors.body && fileProblem(errors.body)} required clearable clearButtonProps={{ 'aria-label': t('common.clear') }} placeholder={t('plan.choose_file')} />
      <Select label={t('plan.counts_what')} value={kind} onChange={(value) => setKind(value === 'contacts' ? 'contacts' : 'orders')} allowDeselect={false} data={[{ value: 'orders', label: t('plan.counts_of.orders') }, { value: 'contacts', label: t('plan.counts_of.contacts') }]} />
      <TextInput label={t('plan.name')} value={name} onChange={(event) => setName(event.target.value)} placeholder={file?.name.replace(/\.\w+$/, '') ?? ''} error={planProblem(errors.name)} maxLength={120} />
    </ResourceForm>
  );
}

function EventForm({ event, close }: { event: CalendarEvent | null; close: () => void }) {
  const client = useQueryClient();
  const { busy, errors, run } = useSave();
  const [form, setForm] = useState({ name: event?.name ?? '', kind: event?.kind ?? ('campaign' as const), start_date: event?.start_date ?? '', end_date: event?.end_date ?? '', contact_factor: event?.contact_factor ?? 1, capacity_factor: event?.capacity_factor ?? 1, probability: event?.probability ?? 1 });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const done = async (work: () => Promise<unknown>, said: string) => {
    if (await run(async () => { await work(); await client.invalidateQueries({ queryKey: ['planning'] }); }, said)) close();
  };
  const body = { ...form, end_date: form.end_date || form.start_date };
  return (
    <ResourceForm busy={busy} onClose={close} error={planProblem(errors.form)} onDelete={event ? () => done(() => call(api.DELETE('/api/planning/events/{id}', { params: { path: { id: event.id } } })), t('common.deleted')) : undefined}
      onSubmit={() => void done(() => (event ? call(api.PATCH('/api/planning/events/{id}', { params: { path: { id: event.id } }, body })) : call(api.POST('/api/planning/events', { body }))), t('common.saved'))}>
      <TextInput label={t('plan.name')} description={t('plan.event_name_text')} value={form.name} onChange={(change) => set({ name: change.target.value })} error={planProblem(errors.name)} required maxLength={120} />
      <Select label={t('plan.event_kind')} value={form.kind} allowDeselect={false} onChange={(value) => set({ kind: (value ?? 'other') as typeof form.kind })} data={(['campaign', 'launch', 'outage', 'other'] as const).map((kind) => ({ value: kind, label: t(`plan.event.${kind}`) }))} />
      <div className="plan-two"><TextInput type="date" label={t('plan.from')} value={form.start_date} onChange={(change) => set({ start_date: change.target.value })} error={planProblem(errors.start_date)} required /><TextInput type="date" label={t('plan.to')} value={form.end_date} onChange={(change) => set({ end_date: change.target.value })} error={planProblem(errors.end_date)} /></div>
      <div className="plan-two"><NumberInput label={t('plan.contact_factor')} min={0} max={1000} step={0.1} decimalScale={2} value={form.contact_factor} onChange={(value) => set({ contact_factor: Number(value) })} error={planProblem(errors.contact_factor)} /><NumberInput label={t('plan.capacity_factor')} min={0} max={10} step={0.1} decimalScale={2} value={form.capacity_factor} onChange={(value) => set({ capacity_factor: Number(value) })} error={planProblem(errors.capacity_factor)} /></div>
      <NumberInput label={t('plan.probability')} min={0} max={1} step={0.1} decimalScale={2} value={form.probability} onChange={(value) => set({ probability: Number(value) })} error={planProblem(errors.probability)} />
    </ResourceForm>
  );
}
