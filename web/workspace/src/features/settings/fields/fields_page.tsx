import { api, call, type CustomField } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { customFieldsQuery, useMay } from '../../session/session';
import { ResourceForm, ResourcePage } from '../resource';

const types: CustomField['type'][] = ['text', 'number', 'boolean', 'date', 'select'];

export function FieldsPage() {
  return (
    <ResourcePage<CustomField> title={t('settings.fields')} text={t('settings.fields_text')} query={useQuery(customFieldsQuery)} mayChange={useMay('lead')} addLabel={t('fields.add')} icon={<IconAddressBook size={26} />} emptyTitle={t('fields.none')} emptyText={t('fields.none_text')}
      row={(field) => <><span className="grow clip"><strong>{field.label}</strong><br /><span className="muted small">{field.key}</span></span><span className="chip">{t(`fields.${field.object}`)}</span><span className="muted small">{t(`fields.type.${field.type}`)}</span></>}
      nameOf={(field) => field.label} form={(field, close) => <FieldForm field={field} close={close} />} />
  );
}

/** A key from a label: 'Order number' -> 'order_number'. Pure. */
export function keyOf(label: string): string {
  return label.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 50);
}

function FieldForm({ field, close }: { field: CustomField | null; close: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const [input, setInput] = useState({ object: field?.object ?? ('ticket' as CustomField['object']), key: field?.key ?? '', label: field?.label ?? '', type: field?.type ?? ('text' as CustomField['type']), options: field?.options ?? [] });
  const [ownKey, setOwnKey] = useState(false);
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const refresh = () => client.invalidateQueries({ queryKey: ['custom-fields'] });
  const submit = async () => {
    const { label, options } = input;
    if (await save.run(async () => { await (field ? call(api.PATCH('/api/custom-fields/{id}', { params: { path: { id: field.id } }, body: { label, options } })) : call(api.POST('/api/custom-fields', { body: input }))); await refresh(); })) close();
  };
  const remove = field ? async () => { if (await save.run(async () => { await call(api.DELETE('/api/custom-fields/{id}', { params: { path: { id: field.id } } })); await refresh(); }, t('common.deleted'))) close(); } : undefined;
  return (
    <ResourceForm onSubmit={() => void submit()} busy={save.busy} error={save.errors.form} onClose={close} onDelete={remove} deleteText={t('fields.delete_text')}>
      {!field && <SegmentedControl aria-label={t('fields.object')} value={input.object} onChange={(value) => set({ object: value as CustomField['object'] })} data={[{ value: 'ticket', label: t('fields.ticket') }, { value: 'customer', label: t('fields.customer') }]} />}
      <TextInput label={t('fields.label')} value={input.label} error={save.errors.label} onChange={(event) => set({ label: event.target.value, ...(field || ownKey ? {} : { key: keyOf(event.target.value) }) })} required data-autofocus />
      <TextInput label={t('fields.key')} description={t('fields.key_text')} value={input.key} error={save.errors.key} disabled={!!field} onChange={(event) => { setOwnKey(true); set({ key: event.target.value }); }} required />
      <Select label={t('fields.type')} data={types.map((type) => ({ value: type, label: t(`fields.type.${type}`) }))} value={input.type} disabled={!!field} allowDeselect={false} onChange={(value) => value && set({ type: value as CustomField['type'] })} />
      {input.type === 'select' && <TagsInput label={t('fields.options')} description={t('fields.options_text')} value={input.options} error={save.errors.options} onChange={(options) => set({ options })} clearable={false} />}
    </ResourceForm>
  );
}
