import { api, call, type Locale, type Schemas } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Busy, Failed } from '../../../ui/parts';
import { useSave } from '../../../ui/use_save';
import { localeChoices } from '../profile/profile_page';
import { timezones } from '../profile/timezones';
import { SetPage } from '../resource';

export function AccountPage() {
  const account = useQuery({ queryKey: ['account'], queryFn: () => call(api.GET('/api/account')) });
  return (
    <SetPage title={t('settings.account')} text={t('settings.account_text')}>
      {account.isLoading && <Busy />}
      {account.isError && <Failed error={account.error} retry={() => void account.refetch()} />}
      {account.data && <AccountForm account={account.data} />}
    </SetPage>
  );
}

function AccountForm({ account }: { account: Schemas['Account'] }) {
  const client = useQueryClient();
  const save = useSave();
  const [input, setInput] = useState({ name: account.name, domain: account.domain, locale: account.locale, timezone: account.timezone });
  const submit = () => save.run(async () => {
    client.setQueryData(['account'], await call(api.PATCH('/api/account', { body: input })));
    await client.invalidateQueries({ queryKey: ['session'] });
  });
  return (
    <form className="stack" style={{ gap: 16, maxWidth: 460 }} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <TextInput label={t('setup.shop_name')} value={input.name} error={save.errors.name} onChange={(event) => setInput({ ...input, name: event.target.value })} required />
      <TextInput label={t('account.domain')} description={t('account.domain_text')} value={input.domain} error={save.errors.domain} onChange={(event) => setInput({ ...input, domain: event.target.value })} />
      <Select label={t('account.locale')} data={localeChoices} value={input.locale} allowDeselect={false} onChange={(value) => value && setInput({ ...input, locale: value as Locale })} />
      <Select label={t('profile.timezone')} data={timezones(input.timezone)} value={input.timezone} searchable allowDeselect={false} limit={60} error={save.errors.timezone} onChange={(value) => value && setInput({ ...input, timezone: value })} />
      {save.errors.form && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
      <div><Button type="submit" loading={save.busy}>{t('common.save')}</Button></div>
    </form>
  );
}
