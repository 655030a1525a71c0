import { api, call, Problem, setCsrfToken } from '@peakdesk/shared/api';
import { locales, setLocale, t, type LocaleCode } from '@peakdesk/shared/i18n';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Logo } from '../../shell/shell';
import { fieldTexts, problemText } from '../../ui/parts';
import './session.css';

/** The page before anybody is signed in. */
export function Gate({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div className="gate">
      <main className="gate-card">
        <div className="gate-brand"><span className="gate-logo"><Logo /></span>Peakdesk</div>
        <h1>{title}</h1>
        {text && <p className="muted">{text}</p>}
        {children}
      </main>
      <LanguageChoice />
    </div>
  );
}

export function LanguageChoice() {
  return (
    <nav className="gate-languages" aria-label={t('profile.language')}>
      {Object.entries(locales).map(([code, name]) => (
        <button key={code} type="button" lang={code} onClick={() => { localStorage.setItem('peakdesk-locale', code); void setLocale(code as LocaleCode); }}>{name}</button>
      ))}
    </nav>
  );
}

export function SignIn() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const { saved } = useSearch({ strict: false }) as { saved?: boolean };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      const session = await call(api.POST('/api/session', { body: { email: email.trim(), password, ...(step === 'code' ? { code: code.trim() } : {}) } }));
      setCsrfToken(session.csrf_token);
      client.clear();
      client.setQueryData(['session'], session);
      localStorage.setItem('peakdesk-locale', session.user.locale);
      await setLocale(session.user.locale);
      await navigate({ to: '/' });
    } catch (error) {
      if (error instanceof Problem && error.code === 'totp_required') setStep('code');
      else if (error instanceof Problem && error.code === 'wrong_credentials') setFailure(t('session.wrong'));
      else if (error instanceof Problem && error.code === 'wrong_code') setFailure(t('session.wrong_code'));
      else if (error instanceof Problem && error.status === 429) setFailure(t('session.throttled', { count: error.retryAfterS ?? 60 }));
      else setFailure(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  if (step === 'code') {
    return (
      <Gate title={t('session.code_title')} text={t('session.code_text')}>
        <form onSubmit={submit} className="stack">
          <TextInput key="code" size="md" label={t('session.code')} value={code} onChange={(event) => setCode(event.target.value)} error={failure || undefined}
            autoComplete="one-time-code" inputMode="numeric" autoFocus required />
          <Button type="submit" size="md" loading={busy}>{t('session.sign_in')}</Button>
          <Button variant="subtle" color="gray" onClick={() => { setStep('password'); setFailure(''); }}>{t('common.back')}</Button>
        </form>
      </Gate>
    );
  }
  return (
    <Gate title={t('session.title')}>
      <form onSubmit={submit} className="stack">
        <TextInput size="md" type="email" label={t('session.email')} value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="username" autoFocus required />
        <PasswordInput size="md" label={t('session.password')} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" required
          visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }} />
        {saved && !failure && <div className="notice notice-ok" role="status">{t('reset.done')}</div>}
        {failure && <div className="notice notice-danger" role="alert">{failure}</div>}
        <Button type="submit" size="md" loading={busy}>{t('session.sign_in')}</Button>
        <p className="muted small">{t('session.forgot')}</p>
      </form>
    </Gate>
  );
}

/** Where a link of an owner or of `admin reset-password` leads: invitations and forgotten passwords. */
export function ResetPassword({ token }: { token: string }) {
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState('');
  const [gone, setGone] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      await call(api.POST('/api/password-reset/{token}', { params: { path: { token } }, body: { password } }));
      await navigate({ to: '/signin', search: { saved: true } });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) setGone(true);
      else setFailure(fieldTexts(error).password ?? problemText(error));
    } finally {
      setBusy(false);
    }
  };
  if (gone) {
    return (
      <Gate title={t('reset.expired_title')} text={t('reset.expired')}>
        <div className="gate-acts"><Button size="md" fullWidth component={Link} to="/signin">{t('reset.to_sign_in')}</Button></div>
      </Gate>
    );
  }
  return (
    <Gate title={t('reset.title')} text={t('reset.text')}>
      <form onSubmit={submit} className="stack">
        <PasswordInput size="md" label={t('session.new_password')} description={t('session.password_rule')} value={password} minLength={10}
          onChange={(event) => setPassword(event.target.value)} autoComplete="new-password" required autoFocus error={failure || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }} />
        <Button type="submit" size="md" loading={busy}>{t('reset.save')}</Button>
      </form>
    </Gate>
  );
}
