import { api, call, type Role, type User } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, Modal, MultiSelect, Radio, Switch, TextInput } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Avatar } from '../../../ui/parts';
import { useSave } from '../../../ui/use_save';
import { teamsQuery, useMay, useMe, usersQuery } from '../../session/session';
import { CopyBox, ResourceForm, ResourcePage } from '../resource';

const roles: Role[] = ['observer', 'agent', 'lead', 'owner'];

export function UsersPage() {
  const owner = useMay('owner');
  const users = useQuery(usersQuery);
  const [link, setLink] = useState<{ url: string; name: string } | null>(null);
  return (
    <>
      <ResourcePage<User> title={t('settings.users')} text={t('settings.users_text')} query={users} mayChange={owner} addLabel={t('users.add')} icon={<IconUsers size={26} />} emptyTitle={t('users.none')} emptyText={t('settings.users_text')}
        row={(user) => (
          <><Avatar name={user.name} /><span className="grow clip"><strong>{user.name}</strong>{!user.active && <span className="muted"> · {t('users.inactive')}</span>}<br /><span className="muted small">{user.email}{user.teams.length > 0 && ` · ${user.teams.map((team) => team.name).join(', ')}`}</span></span>
            {user.totp_enabled && <span className="chip chip-accent">{t('users.two_steps')}</span>}<span className="chip">{t(`role.${user.role}`)}</span></>
        )}
        nameOf={(user) => user.name} form={(user, close) => <UserForm user={user} close={close} onLink={setLink} />} />
      <Modal opened={link !== null} onClose={() => setLink(null)} title={t('users.link_title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
        {link && <div className="stack"><p className="small">{t('users.link_text', { name: link.name })}</p><CopyBox text={link.url} label={t('users.link_title')} /></div>}
      </Modal>
    </>
  );
}

function UserForm({ user, close, onLink }: { user: User | null; close: () => void; onLink: (link: { url: string; name: string }) => void }) {
  const client = useQueryClient();
  const me = useMe();
  const save = useSave();
  const teams = useQuery(teamsQuery).data ?? [];
  const [input, setInput] = useState({ email: user?.email ?? '', name: user?.name ?? '', role: user?.role ?? ('agent' as Role), team_ids: user?.teams.map((team) => team.id) ?? [], active: user?.active ?? true });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const refresh = () => client.invalidateQueries({ queryKey: ['users'] });
  const submit = async () => {
    const { active, ...rest } = input;
    const done = await save.run(async () => {
      if (user) await call(api.PATCH('/api/users/{id}', { params: { path: { id: user.id } }, body: { ...rest, active } }));
      else {
        const made = await call(api.POST('/api/users', { body: rest }));
        if (made.invite_url) onLink({ url: made.invite_url, name: made.name });
      }
      await refresh();
    });
    if (done) close();
  };
  const reset = () => save.run(async () => { if (user) onLink({ url: (await call(api.POST('/api/users/{id}/reset-link', { params: { path: { id: user.id } } }))).url, name: user.name }); }, null);
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} submitLabel={user ? t('common.save') : t('users.invite')}>
      <TextInput label={t('profile.name')} value={input.name} error={save.errors.name} onChange={(event) => set({ name: event.target.value })} required data-autofocus />
      <TextInput label={t('session.email')} type="email" value={input.email} error={save.errors.email} onChange={(event) => set({ email: event.target.value })} required />
      <Radio.Group label={t('users.role')} value={input.role} error={save.errors.role} onChange={(value) => set({ role: value as Role })}>
        <div className="stack" style={{ marginTop: 6 }}>{roles.map((role) => <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`role.${role}_text`)} />)}</div>
      </Radio.Group>
      <MultiSelect label={t('settings.teams')} data={teams.map((team) => ({ value: String(team.id), label: team.name }))} value={input.team_ids.map(String)} onChange={(ids) => set({ team_ids: ids.map(Number) })} />
      {user && user.id !== me.id && <Switch label={t('users.active')} description={t('users.active_text')} checked={input.active} onChange={(event) => set({ active: event.target.checked })} />}
      {user && <div><Button variant="light" size="compact-sm" onClick={() => void reset()}>{t('users.reset_link')}</Button></div>}
    </ResourceForm>
  );
}
