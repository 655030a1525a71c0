// What a scenario assumes, in sections a lead knows: season, channels and promises, team, shifts, help.
import { api, call } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Drawer, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useSave } from '../../ui/use_save';
import { ResourceForm } from '../settings/resource';
import { bodyOf, deskPastQuery, seriesQuery, type Body, type Channel, type Scenario, type Shift, type Team } from './planning';
import { planProblem } from './run_problems';
import { defaults, usualShifts } from './start';

type NumProps = { label: string; value: number | undefined; onChange: (value: number) => void; min?: number; max?: number; step?: number; error?: string | undefined; digits?: number; suffix?: string };

function Num({ label, value, onChange, min = 0, max = 1e6, step = 1, error, digits = 0, suffix }: NumProps) {
  return <NumberInput label={label} value={value ?? ''} min={min} max={max} step={step} decimalScale={digits} error={error} onChange={(next) => onChange(Number(next) || 0)} {...(suffix ? { suffix } : {})} />;
}

export function ScenarioForm({ scenario, onClose, onSaved }: { scenario: Scenario; onClose: () => void; onSaved: () => Promise<unknown> }) {
  const navigate = useNavigate();
  const [name, setName] = useState(scenario.name);
  const [body, setBody] = useState<Body>(() => structuredClone(bodyOf(scenario)));
  const [counts, setCounts] = useState(() => (body.volume.orders ?? body.volume.tickets ?? []).join(', '));
  const series = useQuery(seriesQuery);
  const desk = useQuery(deskPastQuery);
  const { busy, errors, run } = useSave();
  const wrong = (path: string) => planProblem(errors[`scenario.${path}`]);
  const set = (change: Partial<Body>) => setBody({ ...body, ...change });
  const setVolume = (change: Partial<Body['volume']>) => set({ volume: { ...body.volume, ...change } });
  const setHelp = (change: NonNullable<Body['help']>) => set({ help: { ...body.help, ...change } });
  const orders = body.volume.history ? body.volume.history_of === 'orders' : body.volume.orders !== undefined;
  const source = body.volume.history ?? (orders ? 'orders' : 'tickets');

  const pickSource = (value: string) => {
    const { history, history_of, orders: _orders, tickets: _tickets, ...rest } = body.volume;
    void history; void history_of;
    const rate = rest.contact_rate ?? 0.3;
    if (value === 'orders' || value === 'tickets') return set({ volume: { ...rest, [value]: numbersOf(counts), ...(value === 'orders' ? { contact_rate: rate } : {}) } });
    const isOrders = series.data?.some((one) => `series/${one.id}` === value && one.kind === 'orders');
    return set({ volume: { ...rest, history: value, history_events: 'calendar', ...(isOrders ? { history_of: 'orders' as const, contact_rate: rate } : {}) } });
  };
  const written = (): Body => {
    if (body.volume.history) return body;
    return { ...body, volume: { ...body.volume, [orders ? 'orders' : 'tickets']: numbersOf(counts) } };
  };
  const submit = async () => {
    const saved = await run(async () => {
      await call(api.PATCH('/api/planning/scenarios/{id}', { params: { path: { id: scenario.id } }, body: { name, scenario: written() as unknown as Record<string, unknown> } }));
      await onSaved();
    });
    if (saved) onClose();
  };
  const remove = async () => {
    await run(() => call(api.DELETE('/api/planning/scenarios/{id}', { params: { path: { id: scenario.id } } })), t('common.deleted'));
    await onSaved();
    await navigate({ to: '/planning' });
  };
  const patch = <T,>(list: T[], at: number, change: Partial<T>) => list.map((one, i) => (i === at ? { ...one, ...change } : one));
  const setChannel = (at: number, change: Partial<Channel>) => set({ channel: patch(body.channel, at, change) });
  const setTeam = (at: number, change: Partial<Team>) => set({ team: patch(body.team, at, change) });
  const setShift = (at: number, change: Partial<Shift>) => set({ shift: patch(body.shift ?? [], at, change) });
  const sources = [...((desk.data?.days ?? 0) > 0 || source === 'desk' ? [{ value: 'desk', label: t('plan.source.desk') }] : []), ...(series.data ?? []).map((one) => ({ value: `series/${one.id}`, label: one.name })), { value: 'orders', label: t('plan.source.orders') }, { value: 'tickets', label: t('plan.source.tickets') }];
  return (
    <Drawer opened onClose={onClose} title={t('plan.edit')} size={760} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <ResourceForm busy={busy} onClose={onClose} onSubmit={() => void submit()} error={planProblem(errors.form)} onDelete={remove} deleteText={t('plan.delete_text')}>
        <Part title={t('plan.part.season')}>
          <TextInput label={t('plan.name')} value={name} onChange={(event) => setName(event.target.value)} error={planProblem(errors.name)} required maxLength={120} />
          <div className="plan-three"><TextInput type="date" label={t('plan.start')} value={body.start} onChange={(event) => set({ start: event.target.value })} error={wrong('start')} required /><Num label={t('plan.days')} value={body.days ?? 7} min={1} max={184} onChange={(days) => set({ days })} error={wrong('days')} /><TextInput label={t('plan.currency')} value={body.currency ?? 'EUR'} maxLength={3} onChange={(event) => set({ currency: event.target.value.toUpperCase() })} error={wrong('currency')} /></div>
          <Select label={t('plan.source')} description={t('plan.source_text')} value={source} allowDeselect={false} data={sources} onChange={(value) => value && pickSource(value)} error={wrong('volume.history')} />
          {!body.volume.history && <Textarea label={orders ? t('plan.source.orders') : t('plan.source.tickets')} description={t('plan.numbers_text', { count: body.days ?? 7 })} autosize minRows={2} value={counts} onChange={(event) => setCounts(event.target.value)} error={wrong('volume.orders') ?? wrong('volume.tickets')} />}
          <div className="plan-three">
            {orders && <Num label={t('plan.contact_rate')} value={(body.volume.contact_rate ?? 0.3) * 100} min={0} max={1000} digits={1} suffix=" %" onChange={(value) => setVolume({ contact_rate: value / 100 })} error={wrong('volume.contact_rate')} />}
            {orders && <Num label={t('plan.peak_rate')} value={body.volume.peak_rate_factor ?? 1} step={0.05} digits={2} onChange={(value) => setVolume({ peak_rate_factor: value })} error={wrong('volume.peak_rate_factor')} />}
            <Num label={t('plan.sale_value')} value={body.volume.sale_value ?? 0} onChange={(value) => setVolume({ sale_value: value })} error={wrong('volume.sale_value')} />
            {body.volume.history && <Select label={t('plan.country')} value={body.volume.country ?? ''} clearable searchable data={desk.data?.countries ?? []} onChange={(value) => { const { country: _country, ...rest } = body.volume; void _country; set({ volume: value ? { ...rest, country: value } : rest }); }} error={wrong('volume.country')} clearButtonProps={{ 'aria-label': t('common.clear') }} />}
          </div>
        </Part>
        <Part title={t('plan.part.channels')} text={t('plan.part.channels_text')}>
          {body.channel.map((channel, i) => (
            <div className="plan-item" key={i}>
              <div className="plan-three"><TextInput label={t('plan.name')} value={channel.name} onChange={(event) => { const before = channel.name; set({ channel: patch(body.channel, i, { name: event.target.value }), team: body.team.map((team) => (team.channels ? { ...team, channels: team.channels.map((one) => (one === before ? event.target.value : one)) } : team)) }); }} error={wrong(`channel[${i}].name`)} required />
                <Select label={t('plan.kind')} value={channel.kind ?? 'call'} allowDeselect={false} data={(['call', 'chat', 'mail'] as const).map((kind) => ({ value: kind, label: t(`plan.kind.${kind}`) }))} onChange={(value) => setChannel(i, { kind: (value ?? 'call') as 'call', ...defaults((value ?? 'call') as 'call') })} />
                <Num label={t('plan.share')} value={(channel.share ?? 1) * 100} max={100} digits={1} suffix=" %" onChange={(value) => setChannel(i, { share: value / 100 })} error={wrong(`channel[${i}].share`)} /></div>
              <div className="plan-three"><Num label={t('plan.handle')} value={(channel.handle_s ?? 300) / 60} digits={1} step={0.5} onChange={(value) => setChannel(i, { handle_s: value * 60 })} error={wrong(`channel[${i}].handle_s`)} />
                <Num label={channel.kind === 'mail' ? t('plan.promise_hours') : t('plan.promise_seconds')} value={channel.kind === 'mail' ? (channel.promise_s ?? 28_800) / 3600 : channel.promise_s ?? 20} digits={1} onChange={(value) => setChannel(i, { promise_s: channel.kind === 'mail' ? value * 3600 : value })} error={wrong(`channel[${i}].promise_s`)} />
                <Num label={t('plan.target')} value={(channel.target ?? 0.8) * 100} max={99.9} digits={1} suffix=" %" onChange={(value) => setChannel(i, { target: value / 100 })} error={wrong(`channel[${i}].target`)} /></div>
              {channel.kind !== 'mail' && <div className="plan-three"><Num label={t('plan.opens')} value={channel.from_hour ?? 0} max={24} digits={1} onChange={(value) => setChannel(i, { from_hour: value })} error={wrong(`channel[${i}].from_hour`)} /><Num label={t('plan.closes')} value={channel.to_hour ?? 24} max={24} digits={1} onChange={(value) => setChannel(i, { to_hour: value })} error={wrong(`channel[${i}].to_hour`)} /><Num label={t('plan.patience')} value={channel.patience_s ?? 0} onChange={(value) => setChannel(i, { patience_s: value })} error={wrong(`channel[${i}].patience_s`)} /></div>}
              {body.channel.length > 1 && <Drop label={t('plan.remove', { name: channel.name })} onClick={() => set({ channel: body.channel.filter((_, at) => at !== i), team: body.team.map((team) => (team.channels ? { ...team, channels: team.channels.filter((one) => one !== channel.name) } : team)) })} />}
            </div>
          ))}
          <Add label={t('plan.add_channel')} onClick={() => set({ channel: [...body.channel, { name: `${t('plan.channel')} ${body.channel.length + 1}`, kind: 'chat', share: 0, ...defaults('chat') }] })} />
          {wrong('channel') && <p className="notice notice-danger">{wrong('channel')}</p>}
        </Part>
        <Part title={t('plan.part.team')} text={t('plan.part.team_text')}>
          {body.team.map((team, i) => (
            <div className="plan-item" key={i}>
              <div className="plan-three"><TextInput label={t('plan.name')} value={team.name ?? ''} onChange={(event) => setTeam(i, { name: event.target.value })} error={wrong(`team[${i}].name`)} /><Num label={t('plan.agents')} value={team.agents ?? 0} max={100_000} onChange={(value) => setTeam(i, { agents: value })} error={wrong(`team[${i}].agents`)} /><Num label={t('plan.wage')} value={team.wage ?? 0} digits={2} onChange={(value) => setTeam(i, { wage: value })} error={wrong(`team[${i}].wage`)} /></div>
              <div className="plan-three"><Num label={t('plan.at_work_from')} value={team.from_hour ?? 0} max={24} digits={1} onChange={(value) => setTeam(i, { from_hour: value })} error={wrong(`team[${i}].from_hour`)} /><Num label={t('plan.at_work_to')} value={team.to_hour ?? 24} max={24} digits={1} onChange={(value) => setTeam(i, { to_hour: value })} error={wrong(`team[${i}].to_hour`)} /><Num label={t('plan.absence')} value={(team.absence_share ?? 0) * 100} max={95} digits={1} suffix=" %" onChange={(value) => setTeam(i, { absence_share: value / 100 })} error={wrong(`team[${i}].absence_share`)} /></div>
              <div className="plan-three"><Num label={t('plan.chats_at_once')} value={team.chats_at_once ?? 1} min={1} max={50} onChange={(value) => setTeam(i, { chats_at_once: value })} error={wrong(`team[${i}].chats_at_once`)} /></div>
              <Textarea label={t('plan.people_names')} autosize minRows={1} value={(team.people ?? []).join(', ')} onChange={(event) => setTeam(i, { people: event.target.value ? event.target.value.split(/,\s*/) : [] })} error={wrong(`team[${i}].people`)} />
              {body.team.length > 1 && <Drop label={t('plan.remove', { name: team.name ?? '' })} onClick={() => set({ team: body.team.filter((_, at) => at !== i) })} />}
            </div>
          ))}
          <Add label={t('plan.add_team')} onClick={() => set({ team: [...body.team, { name: `${t('plan.team')} ${body.team.length + 1}`, agents: 1, from_hour: 8, to_hour: 20, wage: 20 }] })} />
        </Part>
        <Part title={t('plan.part.shifts')} text={t('plan.part.shifts_text')}>
          {(body.shift ?? []).map((shift, i) => (
            <div className="plan-item plan-item-line" key={i}>
              <TextInput label={t('plan.name')} value={shift.name} onChange={(event) => setShift(i, { name: event.target.value })} error={wrong(`shift[${i}].name`)} /><Num label={t('plan.begins')} value={shift.from_hour} max={23.5} step={0.5} digits={1} onChange={(value) => setShift(i, { from_hour: value })} error={wrong(`shift[${i}].from_hour`)} /><Num label={t('plan.length')} value={shift.hours} max={16} step={0.5} digits={1} onChange={(value) => setShift(i, { hours: value })} error={wrong(`shift[${i}].hours`)} /><Num label={t('plan.break_after')} value={shift.break_after_hours ?? 4} max={16} step={0.5} digits={1} onChange={(value) => setShift(i, { break_after_hours: value })} error={wrong(`shift[${i}].break_after_hours`)} /><Num label={t('plan.break_length')} value={shift.break_hours ?? 0.5} max={4} step={0.5} digits={1} onChange={(value) => setShift(i, { break_hours: value })} error={wrong(`shift[${i}].break_hours`)} />
              <Drop label={t('plan.remove', { name: shift.name })} onClick={() => set({ shift: body.shift!.filter((_, at) => at !== i) })} />
            </div>
          ))}
          <Add label={t('plan.add_shift')} onClick={() => set({ shift: [...(body.shift ?? []), { ...usualShifts()[(body.shift?.length ?? 0) % 3]! }] })} />
          <div className="plan-three"><Num label={t('plan.max_hours')} value={body.work?.max_hours_per_week ?? 40} max={80} onChange={(value) => set({ work: { ...body.work, max_hours_per_week: value } })} error={wrong('work.max_hours_per_week')} /><Num label={t('plan.max_days')} value={body.work?.max_days_per_week ?? 5} max={7} onChange={(value) => set({ work: { ...body.work, max_days_per_week: value } })} error={wrong('work.max_days_per_week')} /><Num label={t('plan.rest')} value={body.work?.min_rest_hours ?? 11} max={24} onChange={(value) => set({ work: { ...body.work, min_rest_hours: value } })} error={wrong('work.min_rest_hours')} /></div>
        </Part>
        <Part title={t('plan.part.help')} text={t('plan.part.help_text')}>
          <div className="plan-three"><Num label={t('plan.overtime_cap')} value={body.help?.overtime_hours_per_agent_week ?? 0} max={60} digits={1} onChange={(value) => setHelp({ overtime_hours_per_agent_week: value })} error={wrong('help.overtime_hours_per_agent_week')} /><Num label={t('plan.overtime_factor')} value={body.help?.overtime_factor ?? 1.5} min={1} max={10} step={0.1} digits={2} onChange={(value) => setHelp({ overtime_factor: value })} error={wrong('help.overtime_factor')} /><Num label={t('plan.overtime_days')} value={body.help?.overtime_notice_days ?? 0} max={60} onChange={(value) => setHelp({ overtime_notice_days: value })} error={wrong('help.overtime_notice_days')} /></div>
          <div className="plan-three"><Num label={t('plan.temp_wage')} value={body.help?.temp_wage ?? 0} digits={2} onChange={(value) => setHelp({ temp_wage: value })} error={wrong('help.temp_wage')} /><Num label={t('plan.temp_weeks')} value={body.help?.temp_min_weeks ?? 4} min={1} max={53} onChange={(value) => setHelp({ temp_min_weeks: value })} error={wrong('help.temp_min_weeks')} /><Num label={t('plan.temps_most')} value={body.help?.temps_at_most ?? 0} onChange={(value) => setHelp({ temps_at_most: value })} error={wrong('help.temps_at_most')} /></div>
          <div className="plan-three"><Num label={t('plan.outside_price')} value={body.help?.outsourced_price ?? 0} digits={2} onChange={(value) => setHelp({ outsourced_price: value })} error={wrong('help.outsourced_price')} /><Num label={t('plan.outside_least')} value={body.help?.outsourced_min_hours_week ?? 0} onChange={(value) => setHelp({ outsourced_min_hours_week: value })} error={wrong('help.outsourced_min_hours_week')} /><Num label={t('plan.outside_most')} value={body.help?.outsourced_max_hours_week ?? 0} onChange={(value) => setHelp({ outsourced_max_hours_week: value })} error={wrong('help.outsourced_max_hours_week')} /></div>
        </Part>
      </ResourceForm>
    </Drawer>
  );
}

/** "1000, 1 200; 950" or a column pasted from a spreadsheet. */
export const numbersOf = (text: string) => text.split(/[;,\n\t]+/).map((part) => part.replace(/[\s\u00a0\u202f]/g, '')).filter(Boolean).map(Number).filter((value) => Number.isFinite(value));

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return <fieldset className="plan-part"><legend>{title}</legend>{text && <p className="muted small">{text}</p>}{children}</fieldset>;
}
const Add = ({ label, onClick }: { label: string; onClick: () => void }) => <div><Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={onClick}>{label}</Button></div>;
const Drop = ({ label, onClick }: { label: string; onClick: () => void }) => <ActionIcon className="plan-drop" aria-label={label} onClick={onClick}><IconTrash size={16} /></ActionIcon>;
