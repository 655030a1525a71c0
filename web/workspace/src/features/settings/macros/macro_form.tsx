import { api, call, type Macro, type MacroAction } from '@peakdesk/shared/api';
import { hasText, t } from '@peakdesk/shared/i18n';
import { ActionIcon, Menu, Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { customFieldsQuery, tagsQuery, teamsQuery, usersQuery } from '../../session/session';
import { localeChoices, textToHtml } from '../profile/profile_page';
import { ResourceForm } from '../resource';
import { groupedVariables } from './variables';

type Name = MacroAction['name'];
const addable: Name[] = ['addTags', 'removeTags', 'setStatus', 'snooze', 'setPriority', 'assignUser', 'assignTeam', 'addInternalNote', 'setSubject', 'setCustomField'];

export function MacroForm({ macro, close }: { macro: Macro | null; close: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const box = useRef<HTMLTextAreaElement>(null);
  const first = macro?.actions.find((action) => action.name === 'setResponseText');
  const [name, setName] = useState(macro?.name ?? '');
  const [language, setLanguage] = useState(macro?.language ?? null);
  const [archived, setArchived] = useState(macro?.archived ?? false);
  const [text, setText] = useState(String(first?.arguments.body_text ?? ''));
  const [touched, setTouched] = useState(false);
  const [actions, setActions] = useState<MacroAction[]>(macro?.actions.filter((action) => action.name !== 'setResponseText') ?? []);

  const insert = (variable: string) => {
    const at = box.current?.selectionStart ?? text.length;
    const end = box.current?.selectionEnd ?? at;
    const written = `{{${variable}}}`;
    setText(text.slice(0, at) + written + text.slice(end));
    setTouched(true);
    requestAnimationFrame(() => { box.current?.focus(); box.current?.setSelectionRange(at + written.length, at + written.length); });
  };
  const refresh = () => client.invalidateQueries({ queryKey: ['macros'] });
  const submit = async () => {
    // What was not touched keeps the formatting it came with.
    const body_html = !touched && first ? String(first.arguments.body_html ?? textToHtml(text)) : textToHtml(text);
    const all: MacroAction[] = [...(text.trim() ? [{ name: 'setResponseText' as const, arguments: { body_text: text, body_html } }] : []), ...actions];
    const done = await save.run(async () => {
      await (macro ? call(api.PATCH('/api/macros/{id}', { params: { path: { id: macro.id } }, body: { name, language, archived, actions: all } })) : call(api.POST('/api/macros', { body: { name, language, actions: all } })));
      await refresh();
    });
    if (done) close();
  };
  const remove = macro ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/macros/{id}', { params: { path: { id: macro.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;

  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('macros.delete_text')}>
      <div className="fields">
        <TextInput label={t('profile.name')} value={name} error={save.errors.name} onChange={(event) => setName(event.target.value)} required data-autofocus />
        <Select label={t('profile.language')} data={localeChoices} value={language} clearable clearButtonProps={{ 'aria-label': t('common.clear') }} placeholder={t('macros.any_language')} onChange={setLanguage} />
      </div>
      <Textarea ref={box} label={t('macros.text')} description={t('macros.text_hint')} autosize minRows={7} maxRows={16} value={text} error={save.errors.actions} onChange={(event) => { setText(event.target.value); setTouched(true); }} />
      <div>
        <div className="small muted" style={{ marginBottom: 6 }}>{t('macros.variables')}</div>
        {groupedVariables.map(([group, some]) => (
          <div key={group} className="variables" style={{ marginBottom: 6 }}>{some.map((variable) => { const key = `variable.${variable}`; return <button key={variable} type="button" title={`{{${variable}}}`} onClick={() => insert(variable)}>{hasText(key) ? t(key) : variable}</button>; })}</div>
        ))}
      </div>
      <div>
        <h3>{t('macros.actions')}</h3>
        <p className="muted small">{t('macros.actions_text')}</p>
        {actions.map((action, index) => (
          <div key={index} className="action-row">
            <span className="small" style={{ paddingTop: 8 }}>{t(`macro.action.${action.name}`)}</span>
            <ActionValue action={action} onChange={(given) => setActions(actions.map((one, other) => (other === index ? { ...one, arguments: given } : one)))} />
            <ActionIcon aria-label={t('macros.remove_action', { name: t(`macro.action.${action.name}`) })} onClick={() => setActions(actions.filter((_, other) => other !== index))}><IconTrash size={16} /></ActionIcon>
          </div>
        ))}
        <Menu position="bottom-start" width={240}>
          <Menu.Target><Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />}>{t('macros.add_action')}</Button></Menu.Target>
          <Menu.Dropdown>{addable.map((one) => <Menu.Item key={one} onClick={() => setActions([...actions, { name: one, arguments: starting[one] ?? {} }])}>{t(`macro.action.${one}`)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      </div>
      {macro && <Switch label={t('macros.archive')} description={t('macros.archive_text')} checked={archived} onChange={(event) => setArchived(event.target.checked)} />}
    </ResourceForm>
  );
}

const starting: Partial<Record<Name, Record<string, unknown>>> = { setStatus: { status: 'closed' }, setPriority: { priority: 'high' }, snooze: { duration_s: 86_400 } };

function ActionValue({ action, onChange }: { action: MacroAction; onChange: (given: Record<string, unknown>) => void }) {
  const users = useQuery(usersQuery).data ?? [];
  const teams = useQuery(teamsQuery).data ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const fields = useQuery(customFieldsQuery).data ?? [];
  const given = action.arguments;
  const label = t(`macro.action.${action.name}`);
  const choice = (key: string, data: { value: string; label: string }[], number = false) => (
    <Select aria-label={label} data={data} value={given[key] === undefined ? null : String(given[key])} searchable onChange={(value) => onChange({ ...given, [key]: number ? Number(value) : value })} />
  );
  switch (action.name) {
    case 'addTags': case 'removeTags': return <TextInput aria-label={label} placeholder={tags.slice(0, 2).map((tag) => tag.name).join(', ')} value={String(given.tags ?? '')} onChange={(event) => onChange({ tags: event.target.value })} />;
    case 'setStatus': return choice('status', (['open', 'closed'] as const).map((value) => ({ value, label: t(`status.${value}`) })));
    case 'setPriority': return choice('priority', (['low', 'normal', 'high', 'urgent'] as const).map((value) => ({ value, label: t(`priority.${value}`) })));
    case 'assignUser': return choice('user_id', users.map((user) => ({ value: String(user.id), label: user.name })), true);
    case 'assignTeam': return choice('team_id', teams.map((team) => ({ value: String(team.id), label: team.name })), true);
    case 'snooze': return choice('duration_s', [3600, 14_400, 86_400, 172_800, 604_800].map((seconds) => ({ value: String(seconds), label: seconds < 86_400 ? t('duration.hours', { count: seconds / 3600 }) : t('duration.days', { count: seconds / 86_400 }) })), true);
    case 'addInternalNote': return <Textarea aria-label={label} autosize minRows={2} value={String(given.body_text ?? '')} onChange={(event) => onChange({ body_text: event.target.value })} />;
    case 'setSubject': return <TextInput aria-label={label} value={String(given.subject ?? '')} onChange={(event) => onChange({ subject: event.target.value })} />;
    case 'setCustomField': return <div className="inline" style={{ flexWrap: 'nowrap' }}>{choice('key', fields.filter((field) => field.object === 'ticket').map((field) => ({ value: field.key, label: field.label })))}<TextInput aria-label={t('fields.value')} value={String(given.value ?? '')} onChange={(event) => onChange({ ...given, value: event.target.value })} /></div>;
    default: return null;
  }
}
