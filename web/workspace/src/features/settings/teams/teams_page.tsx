import { api, call, type Team } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { MultiSelect, Textarea, TextInput } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { teamsQuery, useMay, usersQuery } from '../../session/session';
import { ResourceForm, ResourcePage } from '../resource';

export function TeamsPage() {
  return (
    <ResourcePage<Team> title={t('settings.teams')} text={t('settings.teams_text')} query={useQuery(teamsQuery)} mayChange={useMay('lead')} addLabel={t('teams.add')} icon={<IconUsersGroup size={26} />} emptyTitle={t('teams.none')} emptyText={t('teams.none_text')}
      row={(team) => <><span className="hit-icon"><IconUsersGroup size={18} /></span><span className="grow clip"><strong>{team.name}</strong><br /><span className="muted small">{team.description}</span></span><span className="muted small">{t('teams.members', { count: team.member_ids.length })}</span></>}
      nameOf={(team) => team.name} form={(team, close) => <TeamForm team={team} close={close} />} />
  );
}

function TeamForm({ team, close }: { team: Team | null; close: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const users = useQuery(usersQuery).data ?? [];
  const [input, setInput] = useState({ name: team?.name ?? '', description: team?.description ?? '', member_ids: team?.member_ids ?? [] });
  const refresh = async () => { await client.invalidateQueries({ queryKey: ['teams'] }); void client.invalidateQueries({ queryKey: ['users'] }); };
  const submit = async () => {
    if (await save.run(async () => { await (team ? call(api.PATCH('/api/teams/{id}', { params: { path: { id: team.id } }, body: input })) : call(api.POST('/api/teams', { body: input }))); await refresh(); })) close();
  };
  const remove = team ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/teams/{id}', { params: { path: { id: team.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('teams.delete_text')}>
      <TextInput label={t('profile.name')} value={input.name} error={save.errors.name} onChange={(event) => setInput({ ...input, name: event.target.value })} required data-autofocus />
      <Textarea label={t('common.description')} autosize minRows={2} value={input.description} onChange={(event) => setInput({ ...input, description: event.target.value })} />
      <MultiSelect label={t('teams.people')} searchable data={users.filter((user) => user.active).map((user) => ({ value: String(user.id), label: user.name }))} value={input.member_ids.map(String)} onChange={(ids) => setInput({ ...input, member_ids: ids.map(Number) })} />
    </ResourceForm>
  );
}
