import { api, call, type Customer } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../ui/use_save';
import { CustomerPick } from './customer_pick';

export function CustomerMerge({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const client = useQueryClient();
  const save = useSave();
  const [other, setOther] = useState<Customer | null>(null);
  const merge = async () => {
    if (!other) return;
    const done = await save.run(async () => {
      client.setQueryData(['customer', customer.id], await call(api.POST('/api/customers/{id}/merge', { params: { path: { id: customer.id } }, body: { from_customer_id: other.id } })));
      for (const key of ['timeline', 'tickets', 'ticket', 'customers']) void client.invalidateQueries({ queryKey: [key] });
    }, t('customer.merged'));
    if (done) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('customer.merge')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack">
        <p className="muted small">{t('customer.merge_text', { name: customer.name || customer.email || '' })}</p>
        <CustomerPick label={t('customer.other')} value={other} onChange={setOther} without={customer.id} />
        {save.errors.form && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
        <div className="spread dialog-acts"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button color="red" disabled={!other} loading={save.busy} onClick={() => void merge()}>{t('customer.merge_button')}</Button></div>
      </div>
    </Modal>
  );
}
