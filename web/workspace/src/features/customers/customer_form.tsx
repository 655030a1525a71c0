import { api, call, type Customer } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSave } from '../../ui/use_save';

/** Changes a customer and their addresses, or adds one (`customer` null). */
export function CustomerForm({ customer, onClose, onMade }: { customer: Customer | null; onClose: () => void; onMade?: (customer: Customer) => void }) {
  const client = useQueryClient();
  const save = useSave();
  const address = useSave();
  const [now, setNow] = useState(customer);
  const [input, setInput] = useState({ name: customer?.name ?? '', firstname: customer?.firstname ?? '', lastname: customer?.lastname ?? '', external_id: customer?.external_id ?? '' });
  const [email, setEmail] = useState('');
  const keep = (changed: Customer) => { setNow(changed); client.setQueryData(['customer', changed.id], changed); void client.invalidateQueries({ queryKey: ['customers'] }); };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: input.name, firstname: input.firstname, lastname: input.lastname, external_id: input.external_id || null };
    const done = await save.run(async () => {
      if (customer) keep(await call(api.PATCH('/api/customers/{id}', { params: { path: { id: customer.id } }, body })));
      else {
        const made = await call(api.POST('/api/customers', { body: { ...body, ...(email ? { email } : {}) } }));
        keep(made);
        onMade?.(made);
      }
    });
    if (done) onClose();
  };
  const field = (name: keyof typeof input, label: string) => <TextInput label={label} value={input[name]} error={save.errors[name]} onChange={(event) => setInput({ ...input, [name]: event.target.value })} />;
  return (
    <Modal opened onClose={onClose} title={customer ? t('customer.edit') : t('customer.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} className="stack">
        {field('name', t('profile.name'))}
        <div className="inline" style={{ flexWrap: 'nowrap' }}>{field('firstname', t('profile.firstname'))}{field('lastname', t('profile.lastname'))}</div>
        {!customer && <TextInput label={t('session.email')} type="email" value={email} error={save.errors.email} onChange={(event) => setEmail(event.target.value)} />}
        {field('external_id', t('customer.external_id'))}
        {now && (
          <fieldset className="addresses">
            <legend>{t('customer.addresses')}</legend>
            {now.addresses.map((one) => (
              <div key={one.id} className="spread small"><span className="clip">{one.address}{one.is_primary && <span className="muted"> · {t('customer.primary')}</span>}</span>
                {!one.is_primary && <ActionIcon size="sm" aria-label={t('reply.remove', { name: one.address })} onClick={() => void address.run(async () => { await call(api.DELETE('/api/customers/{id}/addresses/{address_id}', { params: { path: { id: now.id, address_id: one.id } } })); keep({ ...now, addresses: now.addresses.filter((other) => other.id !== one.id) }); }, null)}><IconTrash size={14} /></ActionIcon>}</div>
            ))}
            <div className="inline" style={{ flexWrap: 'nowrap', alignItems: 'flex-start' }}>
              <TextInput className="grow" size="xs" type="email" aria-label={t('customer.add_address')} placeholder={t('customer.add_address')} value={email} error={address.errors.form} onChange={(event) => setEmail(event.target.value)} />
              <ActionIcon aria-label={t('customer.add_address')} loading={address.busy} disabled={!email} onClick={() => void address.run(async () => { keep(await call(api.POST('/api/customers/{id}/addresses', { params: { path: { id: now.id } }, body: { channel: 'email', address: email } }))); setEmail(''); }, null)}><IconPlus size={16} /></ActionIcon>
            </div>
          </fieldset>
        )}
        {save.errors.form && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
        <div className="spread"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={save.busy}>{t('common.save')}</Button></div>
      </form>
    </Modal>
  );
}
