import { api, call, type Locale, type Schemas } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { tagsQuery, teamsQuery, useMay, useSession } from '../../session/session';
import { localeChoices } from '../profile/profile_page';
import { CopyBox, ResourceForm, ResourcePage } from '../resource';

type Form = Schemas['Form'];

export function FormsPage() {
  const query = useQuery({ queryKey: ['forms'], queryFn: async () => (await call(api.GET('/api/forms'))).data });
  return (
    <ResourcePage<Form> title={t('settings.forms')} text={t('settings.forms_text')} query={query} mayChange={useMay('owner')} addLabel={t('forms.add')} icon={<IconForms size={26} />} emptyTitle={t('forms.none')} emptyText={t('forms.none_text')}
      row={(form) => <><span className="hit-icon"><IconForms size={18} /></span><span className="grow clip"><strong>{form.name}</strong><br /><span className="muted small">{form.page_url}</span></span><span className="muted small">{t('forms.submissions', { count: form.submission_count })}</span><span className={`state ${form.active ? 'state-ok' : ''}`}><i />{form.active ? t('forms.on') : t('forms.off')}</span></>}
      nameOf={(form) => form.name} form={(form, close) => <FormForm form={form} close={close} />} />
  );
}

function FormForm({ form, close }: { form: Form | null; close: () => void }) {
  const client = useQueryClient();
  const session = useSession();
  const save = useSave();
  const teams = useQuery(teamsQuery).data ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const [made, setMade] = useState<Form | null>(form);
  const [input, setInput] = useState({ name: form?.name ?? '', active: form?.active ?? true, locale: form?.locale ?? session.account.locale, title: form?.title ?? '', intro_text: form?.intro_text ?? '', thanks_text: form?.thanks_text ?? '', allowed_origins: form?.allowed_origins ?? [], tags: form?.tags ?? [], assignee_team_id: form?.assignee_team_id ?? null });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const refresh = () => client.invalidateQueries({ queryKey: ['forms'] });
  const submit = async () => {
    const fresh = !made;
    const done = await save.run(async () => {
      setMade(await (made ? call(api.PATCH('/api/forms/{id}', { params: { path: { id: made.id } }, body: input })) : call(api.POST('/api/forms', { body: input }))));
      await refresh();
    });
    // A new form stays open: now there is code to copy.
    if (done && !fresh) close();
  };
  const remove = made ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/forms/{id}', { params: { path: { id: made.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('forms.delete_text')}>
      {made && <section className="stack"><h3>{t('forms.embed')}</h3><p className="muted small">{t('forms.embed_text')}</p><CopyBox text={made.embed_code} label={t('forms.embed')} /><p className="small"><a href={made.page_url} target="_blank" rel="noopener noreferrer">{t('forms.open_page')}</a></p></section>}
      <TextInput label={t('profile.name')} description={t('forms.name_text')} value={input.name} error={save.errors.name} onChange={(event) => set({ name: event.target.value })} required data-autofocus />
      <Select label={t('profile.language')} data={localeChoices} value={input.locale} allowDeselect={false} onChange={(value) => value && set({ locale: value as Locale })} />
      <TextInput label={t('forms.title')} value={input.title} onChange={(event) => set({ title: event.target.value })} />
      <Textarea label={t('forms.intro')} autosize minRows={2} value={input.intro_text} onChange={(event) => set({ intro_text: event.target.value })} />
      <Textarea label={t('forms.thanks')} autosize minRows={2} value={input.thanks_text} onChange={(event) => set({ thanks_text: event.target.value })} />
      <TagsInput label={t('forms.origins')} description={t('forms.origins_text')} placeholder="https://shop.example" value={input.allowed_origins} error={save.errors.allowed_origins} onChange={(allowed_origins) => set({ allowed_origins })} clearable={false} />
      <TagsInput label={t('forms.tags')} data={tags.map((tag) => tag.name)} value={input.tags} onChange={(names) => set({ tags: names })} clearable={false} />
      <Select label={t('ticket.team')} data={teams.map((team) => ({ value: String(team.id), label: team.name }))} value={input.assignee_team_id === null ? null : String(input.assignee_team_id)} clearable clearButtonProps={{ 'aria-label': t('common.clear') }} onChange={(id) => set({ assignee_team_id: id ? Number(id) : null })} />
      {made && <Switch label={t('forms.active')} checked={input.active} onChange={(event) => set({ active: event.target.checked })} />}
    </ResourceForm>
  );
}
