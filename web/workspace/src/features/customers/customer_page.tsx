import { t } from '@peakdesk/shared/i18n';
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Busy, Failed } from '../../ui/parts';
import { customFieldsQuery, useMay } from '../session/session';
import { CustomerCard, customerQuery, Timeline } from './customer_panel';
import './customers.css';

export function CustomerPage() {
  const { customerId } = useParams({ strict: false }) as { customerId: string };
  const id = Number(customerId);
  const may = useMay('agent');
  const customer = useQuery(customerQuery(id));
  const fields = useQuery(customFieldsQuery).data ?? [];
  return (
    <div className="page">
      <header className="page-head"><ActionIcon component={Link} to="/customers" aria-label={t('common.back')}><IconArrowLeft size={18} /></ActionIcon><h1 className="clip">{customer.data?.name || customer.data?.email || t('customer.title')}</h1></header>
      {customer.isLoading && <Busy />}
      {customer.isError && <Failed error={customer.error} retry={() => void customer.refetch()} />}
      {customer.data && <div className="page-body customer-page"><div className="customer customer-plain"><h2 className="sr">{t('customer.title')}</h2><CustomerCard customer={customer.data} fields={fields} may={may} /></div><div className="customer customer-plain"><Timeline customerId={id} /></div></div>}
    </div>
  );
}
