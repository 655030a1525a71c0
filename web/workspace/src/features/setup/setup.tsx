// The first start: the shop, its owner, and what to do next.
import { api, call, setCsrfToken } from '@peakdesk/shared/api';
import { locale, locales, setLocale, t, type LocaleCode } from '@peakdesk/shared/i18n';
import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { fieldTexts, problemText } from '../../ui/parts';
import { Gate } from '../session/sign_in';
import { timezones } from '../settings/profile/timezones';


type Input = { shop_name: string; name: string; email: string; password: string; locale: LocaleCode; timezone: string };
/** Choosing a language mounts every page anew; what was typed stays. */
let kept: Partial<Input> = {};

export function Setup() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [input, setInput] = useState<Input>({ shop_name: '', name: '', email: '', password: '', timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', ...kept, locale: locale() });
  const set = (change: Partial<Input>) => { kept = { ...input, ...change }; setInput({ ...input, ...change }); };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (step === 0) { setStep(1); return; }
    setBusy(true);
    try {
      const session = await call(api.POST('/api/setup', { body: input }));
      setCsrfToken(session.csrf_token);
      client.setQueryData(['session'], session);
      client.setQueryData(['setup'], { needs_setup: false, version: '' });
      localStorage.setItem('peakdesk-locale', input.locale);
      kept = {};
      setStep(2);
    } catch (error) {
      const fields = fieldTexts(error);
      setErrors({ ...fields, form: Object.keys(fields).length ? '' : problemText(error) });
      if (fields.shop_name || fields.timezone || fields.locale) setStep(0);
    } finally {
      setBusy(false);
    }
  };

  const steps = <div className="gate-steps" aria-hidden="true">{[0, 1, 2].map((one) => <i key={one} data-on={one <= step || undefined} />)}</div>;
  if (step === 2) {
    return (
      <Gate title={t('setup.done_title', { shop: input.shop_name })} text={t('setup.done_text')}>
        <div className="stack" style={{ marginTop: 20 }}>
          <Button size="md" component={Link} to="/settings/mailboxes">{t('setup.add_mailbox')}</Button>
          <Button size="md" variant="light" component={Link} to="/settings/users">{t('setup.invite')}</Button>
          <Button variant="subtle" color="gray" onClick={() => void navigate({ to: '/' })}>{t('setup.look_around')}</Button>
        </div>
      </Gate>
    );
  }
  return (
    <Gate title={step === 0 ? t('setup.shop_title') : t('setup.owner_title')} text={step === 0 ? t('setup.shop_text') : t('setup.owner_text')}>
      <form onSubmit={submit} className="stack">
        {steps}
        {step === 0 ? (
          <>
            <TextInput key="shop" size="md" label={t('setup.shop_name')} value={input.shop_name} error={errors.shop_name} onChange={(event) => set({ shop_name: event.target.value })} required autoFocus />
            <Select size="md" label={t('profile.language')} data={Object.entries(locales).map(([value, label]) => ({ value, label }))} value={input.locale} allowDeselect={false}
              onChange={(value) => { if (value) { set({ locale: value as LocaleCode }); void setLocale(value as LocaleCode); } }} />
            <Select size="md" label={t('profile.timezone')} data={timezones(input.timezone)} value={input.timezone} searchable allowDeselect={false} limit={60} error={errors.timezone} onChange={(value) => value && set({ timezone: value })} />
          </>
        ) : (
          <>
            <TextInput key="name" size="md" label={t('profile.name')} value={input.name} error={errors.name} onChange={(event) => set({ name: event.target.value })} autoComplete="name" required autoFocus />
            <TextInput size="md" type="email" label={t('session.email')} value={input.email} error={errors.email} onChange={(event) => set({ email: event.target.value })} autoComplete="username" required />
            <PasswordInput size="md" label={t('session.password')} description={t('session.password_rule')} minLength={10} value={input.password} error={errors.password}
              onChange={(event) => set({ password: event.target.value })} autoComplete="new-password" required visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }} />
          </>
        )}
        {errors.form && <div className="notice notice-danger" role="alert">{errors.form}</div>}
        <Button type="submit" size="md" loading={busy}>{step === 0 ? t('common.next') : t('setup.create')}</Button>
        {step === 1 && <Button variant="subtle" color="gray" onClick={() => setStep(0)}>{t('common.back')}</Button>}
      </form>
    </Gate>
  );
}
