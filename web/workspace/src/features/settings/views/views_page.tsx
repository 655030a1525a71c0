import { api, call, Problem, type Schemas, type View } from '@peakdesk/shared/api';
import { t, type TextKey } from '@peakdesk/shared/i18n';
import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFolder } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemText } from '../../../ui/parts';
import { useSave } from '../../../ui/use_save';
import { useMay, viewsQuery } from '../../session/session';
import { allColumns, columnsOf, type Column } from '../../tickets/columns';
import { orders } from '../../tickets/list_pane';
import { ViewIcon, viewName } from '../../tickets/views_nav';
import { ResourceForm, ResourcePage } from '../resource';
import '../../search/search.css';

const pieces: [string, TextKey][] = [['is:open', 'search.help_is'], ['assignee:none', 'search.help_assignee'], ['tag:', 'search.help_tag'], ['priority:high', 'search.help_priority'], ['team:', 'ticket.team'], ['channel:form', 'search.help_channel'], ['language:fr', 'search.help_language'], ['intent:refund/request', 'search.help_intent'], ['sentiment:negative', 'search.help_sentiment'], ['updated:>2d', 'search.help_updated']];

export function ViewsPage() {
  return (
    <ResourcePage<View> title={t('settings.views')} text={t('settings.views_text')} query={useQuery(viewsQuery)} mayChange={useMay('agent')} addLabel={t('views.add')} icon={<IconFolder size={26} />} emptyTitle={t('views.none')} emptyText={t('settings.views_text')}
      row={(view) => <><span className="hit-icon"><ViewIcon view={view} /></span><span className="grow clip"><strong>{viewName(view)}</strong><br /><code className="muted small">{view.filter}</code></span><span className="chip">{view.key ? t('views.built_in') : view.shared ? t('views.shared') : t('views.own')}</span></>}
      nameOf={(view) => viewName(view)} form={(view, close) => <ViewForm view={view} close={close} />} />
  );
}

function ViewForm({ view, close }: { view: View | null; close: () => void }) {
  const client = useQueryClient();
  const lead = useMay('lead');
  const save = useSave();
  const builtIn = !!view?.key;
  const [input, setInput] = useState({ name: view ? viewName(view) : '', filter: view?.filter ?? 'is:open ', order_by: view?.order_by ?? ('last_message_datetime:desc' as View['order_by']), shared: view?.shared ?? false, columns: columnsOf(view ?? { columns: [] }) });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const [asked] = useDebouncedValue(input.filter.trim(), 300);
  const trial = useQuery({ queryKey: ['view-trial', asked], enabled: asked.length > 0, retry: false, queryFn: () => call(api.GET('/api/tickets', { params: { query: { q: asked, limit: 5 } } })) });
  const wrong = trial.error instanceof Problem && trial.error.status === 422 ? problemText(trial.error) : undefined;
  const refresh = async () => { await client.invalidateQueries({ queryKey: ['views'] }); void client.invalidateQueries({ queryKey: ['view-counts'] }); void client.invalidateQueries({ queryKey: ['tickets'] }); };
  const submit = async () => {
    const body: Schemas['ViewChange'] = builtIn ? { order_by: input.order_by, columns: input.columns } : input;
    if (await save.run(async () => { await (view ? call(api.PATCH('/api/views/{id}', { params: { path: { id: view.id } }, body })) : call(api.POST('/api/views', { body: { ...input, icon: 'folder' } }))); await refresh(); })) close();
  };
  const remove = view && !builtIn ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/views/{id}', { params: { path: { id: view.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('views.delete_text')}>
      <TextInput label={t('profile.name')} value={input.name} disabled={builtIn} error={save.errors.name} onChange={(event) => set({ name: event.target.value })} required data-autofocus />
      <Textarea label={t('views.filter')} description={t('views.filter_text')} value={input.filter} disabled={builtIn} error={save.errors.filter ?? wrong} autosize minRows={2} onChange={(event) => set({ filter: event.target.value })} required />
      {!builtIn && <div className="variables">{pieces.map(([piece, key]) => <button key={piece} type="button" title={t(key)} onClick={() => set({ filter: `${input.filter.trim()} ${piece}`.trim() })}><code>{piece}</code></button>)}</div>}
      {trial.data && <div className="notice"><strong className="small">{t('views.trial')}</strong>{trial.data.data.length === 0 ? <div className="muted small">{t('search.nothing')}</div> : trial.data.data.map((ticket) => <div key={ticket.id} className="small clip">#{ticket.number} {ticket.subject || t('ticket.no_subject')} <span className="muted">· {ticket.customer.name}</span></div>)}</div>}
      <Select label={t('list.sort')} data={orders.map((order) => ({ value: order, label: t(`order.${order}` as 'order.priority:desc') }))} value={input.order_by} allowDeselect={false} onChange={(value) => value && set({ order_by: value as View['order_by'] })} />
      <MultiSelect label={t('list.columns')} data={allColumns.map((column) => ({ value: column, label: t(`column.${column}`) }))} value={input.columns} onChange={(columns) => set({ columns: columnsOf({ columns: columns as Column[] }) })} />
      {!builtIn && <Switch label={t('views.share')} description={lead ? t('views.share_text') : t('views.share_lead')} disabled={!lead} checked={input.shared} onChange={(event) => set({ shared: event.target.checked })} />}
    </ResourceForm>
  );
}
