import { api, call } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Avatar, Blank, Busy, Failed } from '../../ui/parts';
import { useMay } from '../session/session';
import { CustomerForm } from './customer_form';
import './customers.css';

export function CustomersPage() {
  const may = useMay('agent');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['customers', asked], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => call(api.GET('/api/customers', { params: { query: { limit: 50, ...(asked ? { search: asked } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.meta.next_cursor ?? undefined,
  });
  const customers = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className="page">
      <header className="page-head"><h1>{t('nav.customers')}</h1><span className="grow" />{may && <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t('customer.add')}</Button>}</header>
      <div className="page-body">
        <TextInput leftSection={<IconSearch size={16} />} aria-label={t('customer.search')} placeholder={t('customer.search')} value={text} onChange={(event) => setText(event.target.value)} mb="md" maw={420} />
        {list.isLoading && <Busy />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && customers.length === 0 && <Blank icon={<IconUsers size={28} stroke={1.5} />} title={asked ? t('search.nothing') : t('customer.none')} text={asked ? t('customer.none_found') : t('customer.none_text')} />}
        <ul className="cards">
          {customers.map((customer) => (
            <li key={customer.id}><Link className="card-row" to="/customers/$customerId" params={{ customerId: String(customer.id) }}>
              <Avatar name={customer.name || customer.email || '?'} /><span className="grow clip"><strong>{customer.name || customer.email || t('customer.unnamed')}</strong><br /><span className="muted small">{customer.email}</span></span>
              <span className="muted small card-right">{t('customer.tickets', { count: customer.ticket_count })}<br />{shortTime(customer.updated_datetime)}</span>
            </Link></li>
          ))}
        </ul>
        {list.hasNextPage && <Button variant="default" mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common.load_more')}</Button>}
      </div>
      {adding && <CustomerForm customer={null} onClose={() => setAdding(false)} onMade={(made) => void navigate({ to: '/customers/$customerId', params: { customerId: String(made.id) } })} />}
    </div>
  );
}
