import { api, call, type Tag } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, Select, TextInput } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Chip } from '../../../ui/parts';
import { useSave } from '../../../ui/use_save';
import { tagsQuery, useMay } from '../../session/session';
import { Confirm, ResourceForm, ResourcePage } from '../resource';

const colours: Tag['colour'][] = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'indigo', 'violet', 'pink'];

export function TagsPage() {
  return (
    <ResourcePage<Tag> title={t('settings.tags')} text={t('settings.tags_text')} query={useQuery(tagsQuery)} mayChange={useMay('lead')} addLabel={t('tags.create')} icon={<IconTag size={26} />} emptyTitle={t('tags.none')} emptyText={t('tags.none_text')}
      row={(tag) => <><span className="grow clip"><Chip name={tag.name} colour={tag.colour} /> <span className="muted small">{tag.description}</span></span><span className="muted small">{t('customer.tickets', { count: tag.ticket_count })}</span></>}
      nameOf={(tag) => tag.name} form={(tag, close) => <TagForm tag={tag} close={close} />} />
  );
}

function TagForm({ tag, close }: { tag: Tag | null; close: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const tags = useQuery(tagsQuery).data ?? [];
  const [input, setInput] = useState({ name: tag?.name ?? '', colour: tag?.colour ?? ('teal' as Tag['colour']), description: tag?.description ?? '' });
  const [from, setFrom] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const refresh = async () => { await client.invalidateQueries({ queryKey: ['tags'] }); void client.invalidateQueries({ queryKey: ['tickets'] }); };
  const submit = async () => {
    if (await save.run(async () => { await (tag ? call(api.PATCH('/api/tags/{id}', { params: { path: { id: tag.id } }, body: input })) : call(api.POST('/api/tags', { body: input }))); await refresh(); })) close();
  };
  const remove = tag ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/tags/{id}', { params: { path: { id: tag.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;
  const merge = async () => {
    if (tag && from && await save.run(async () => { await call(api.POST('/api/tags/{id}/merge', { params: { path: { id: tag.id } }, body: { from_tag_id: Number(from) } })); await refresh(); }, t('tags.merged'))) close();
  };
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('tags.delete_text', { count: tag?.ticket_count ?? 0 })}>
      <TextInput label={t('profile.name')} value={input.name} error={save.errors.name} onChange={(event) => setInput({ ...input, name: event.target.value })} required data-autofocus />
      <div><div className="mantine-InputWrapper-label small" id="tag-colour">{t('tags.colour')}</div>
        <div className="swatches" role="radiogroup" aria-labelledby="tag-colour">{colours.map((colour) => <button key={colour} type="button" role="radio" aria-checked={colour === input.colour} aria-label={t(`colour.${colour}`)} title={t(`colour.${colour}`)} className={`tag-${colour}`} onClick={() => setInput({ ...input, colour })} />)}</div></div>
      <TextInput label={t('common.description')} value={input.description} onChange={(event) => setInput({ ...input, description: event.target.value })} />
      {tag && tags.length > 1 && (
        <div className="inline" style={{ alignItems: 'flex-end', flexWrap: 'nowrap' }}>
          <Select className="grow" label={t('tags.merge_from')} description={t('tags.merge_text', { name: tag.name })} data={tags.filter((one) => one.id !== tag.id).map((one) => ({ value: String(one.id), label: one.name }))} value={from} onChange={setFrom} searchable />
          <Button variant="default" disabled={!from} onClick={() => setAsking(true)}>{t('tags.merge')}</Button>
          <Confirm opened={asking} text={t('tags.merge_sure', { from: tags.find((one) => String(one.id) === from)?.name ?? '', to: tag.name })} label={t('tags.merge')} onClose={() => setAsking(false)} onConfirm={() => void merge()} />
        </div>
      )}
    </ResourceForm>
  );
}
