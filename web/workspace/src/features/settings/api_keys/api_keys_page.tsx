import { api, call, type Schemas } from '@peakdesk/shared/api';
import { fullTime, shortTime, t } from '@peakdesk/shared/i18n';
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayProblem } from '../../../ui/parts';
import { toast } from '../../../ui/toasts';
import { useSave } from '../../../ui/use_save';
import { Confirm, CopyBox, ResourceForm, ResourcePage } from '../resource';

type ApiKey = Schemas['ApiKey'];
type Scope = Schemas['Scope'];
const scopes: Scope[] = ['tickets:read', 'tickets:write', 'customers:read', 'customers:write', 'settings:read', 'settings:write', 'users:read', 'users:write', 'channels:write', 'search:read', 'events:read', 'planning:read', 'planning:write'];

export function ApiKeysPage() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['api-keys'], queryFn: async () => (await call(api.GET('/api/api-keys', { params: { query: { limit: 100 } } }))).data });
  const [shown, setShown] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [adding, setAdding] = useState(false);
  const revoke = async (key: ApiKey) => {
    try {
      await call(api.DELETE('/api/api-keys/{id}', { params: { path: { id: key.id } } }));
      toast(t('api_keys.revoked'));
      await client.invalidateQueries({ queryKey: ['api-keys'] });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <>
      <ResourcePage<ApiKey> title={t('settings.api_keys')} text={t('settings.api_keys_text')} query={query} mayChange={false} addLabel="" icon={<IconKey size={26} />} emptyTitle={t('api_keys.none')} emptyText={t('api_keys.none_text')} action={<Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t('api_keys.add')}</Button>}
        row={(key) => <><span className="hit-icon"><IconKey size={18} /></span><span className="grow clip"><strong>{key.name}</strong> <code className="muted small">{key.prefix}…</code><br /><span className="muted small">{key.scopes.join(', ')}</span><br /><span className="muted small">{key.last_used_datetime ? t('api_keys.used', { time: shortTime(key.last_used_datetime) }) : t('api_keys.unused')}{key.expires_datetime ? ` · ${t('api_keys.expires', { time: fullTime(key.expires_datetime) })}` : ''}</span></span><Button size="compact-sm" variant="subtle" color="red" onClick={() => setRevoking(key)}>{t('api_keys.revoke')}</Button></>} />

      <Modal opened={adding} onClose={() => setAdding(false)} title={t('api_keys.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>{adding && <KeyForm close={() => setAdding(false)} onMade={setShown} />}</Modal>
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={t('api_keys.made')} closeButtonProps={{ 'aria-label': t('common.close') }}>{shown && <div className="stack"><div className="notice notice-warn">{t('api_keys.once')}</div><CopyBox text={shown} label={t('api_keys.key')} /></div>}</Modal>
      <Confirm opened={revoking !== null} text={t('api_keys.revoke_text', { name: revoking?.name ?? '' })} label={t('api_keys.revoke')} onClose={() => setRevoking(null)} onConfirm={() => revoking && void revoke(revoking)} />
    </>
  );
}

function KeyForm({ close, onMade }: { close: () => void; onMade: (key: string) => void }) {
  const client = useQueryClient();
  const save = useSave();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['tickets:read']);
  const [days, setDays] = useState('0');
  const submit = async () => {
    const expires_datetime = days === '0' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    if (await save.run(async () => { onMade((await call(api.POST('/api/api-keys', { body: { name, scopes: chosen as Scope[], expires_datetime } }))).key); await client.invalidateQueries({ queryKey: ['api-keys'] }); }, null)) close();
  };
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} submitLabel={t('api_keys.add')}>
      <TextInput label={t('profile.name')} description={t('api_keys.name_text')} value={name} error={save.errors.name} onChange={(event) => setName(event.target.value)} required data-autofocus />
      <Checkbox.Group label={t('api_keys.scopes')} value={chosen} error={save.errors.scopes} onChange={setChosen}><div className="fields" style={{ gap: 6, marginTop: 6 }}>{scopes.map((scope) => <Checkbox key={scope} size="xs" value={scope} label={scope} />)}</div></Checkbox.Group>
      <Select label={t('api_keys.valid')} value={days} allowDeselect={false} onChange={(value) => value && setDays(value)} data={[{ value: '0', label: t('api_keys.forever') }, ...[30, 90, 365].map((count) => ({ value: String(count), label: t('duration.days', { count }) }))]} />
    </ResourceForm>
  );
}
