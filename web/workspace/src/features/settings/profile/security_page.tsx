import { api, call, type Schemas } from '@peakdesk/shared/api';
import { fullTime, t } from '@peakdesk/shared/i18n';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { useMe } from '../../session/session';
import { CopyBox, SetPage } from '../resource';

export function SecurityPage() {
  return <SetPage title={t('settings.security')} text={t('settings.security_text')}><Password /><TwoSteps /><Devices /></SetPage>;
}

function Password() {
  const save = useSave();
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const eye = { 'aria-label': t('session.show_password') };
  const submit = async () => {
    if (await save.run(() => call(api.POST('/api/profile/password', { body: { current_password: now, new_password: next } })), t('security.password_changed'))) { setNow(''); setNext(''); }
  };
  return (
    <section>
      <h3>{t('session.password')}</h3>
      <p className="muted small">{t('security.password_text')}</p>
      <form className="stack" style={{ maxWidth: 380 }} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <PasswordInput label={t('security.current_password')} autoComplete="current-password" value={now} error={save.errors.current_password} onChange={(event) => setNow(event.target.value)} required visibilityToggleButtonProps={eye} />
        <PasswordInput label={t('session.new_password')} description={t('session.password_rule')} autoComplete="new-password" minLength={10} value={next} error={save.errors.new_password} onChange={(event) => setNext(event.target.value)} required visibilityToggleButtonProps={eye} />
        {save.errors.form && !save.errors.current_password && !save.errors.new_password && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
        <div><Button type="submit" loading={save.busy}>{t('security.change_password')}</Button></div>
      </form>
    </section>
  );
}

function TwoSteps() {
  const me = useMe();
  const client = useQueryClient();
  const save = useSave();
  const [secret, setSecret] = useState<Schemas['TotpSecret'] | null>(null);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const [password, setPassword] = useState('');
  const again = () => client.invalidateQueries({ queryKey: ['session'] });
  return (
    <section>
      <h3>{t('security.two_steps')}</h3>
      <p className="muted small">{t('security.two_steps_text')}</p>
      {codes && <div className="stack"><div className="notice notice-ok">{t('security.recovery')}</div><CopyBox text={codes.join('\n')} label={t('security.recovery_codes')} /><div><Button variant="default" onClick={() => setCodes(null)}>{t('common.done')}</Button></div></div>}
      {!codes && !secret && !me.totp_enabled && <Button variant="light" loading={save.busy} onClick={() => void save.run(async () => setSecret(await call(api.POST('/api/profile/totp'))), null)}>{t('security.switch_on')}</Button>}
      {!codes && secret && (
        <form className="inline" style={{ alignItems: 'flex-start', gap: 24 }} onSubmit={(event) => { event.preventDefault(); void save.run(async () => { setCodes((await call(api.POST('/api/profile/totp/confirm', { body: { code } }))).recovery_codes); setSecret(null); await again(); }, t('security.on')); }}>
          <div className="qr"><img alt={t('security.qr')} src={`data:image/svg+xml;utf8,${encodeURIComponent(secret.qr_svg)}`} /></div>
          <div className="stack" style={{ flex: '1 1 260px' }}>
            <p className="small">{t('security.scan')}</p>
            <CopyBox text={secret.secret} label={t('security.secret')} />
            <TextInput label={t('session.code')} inputMode="numeric" autoComplete="one-time-code" value={code} error={save.errors.code ?? save.errors.form} onChange={(event) => setCode(event.target.value)} required />
            <div className="inline"><Button type="submit" loading={save.busy}>{t('security.confirm')}</Button><Button variant="subtle" color="gray" onClick={() => setSecret(null)}>{t('common.cancel')}</Button></div>
          </div>
        </form>
      )}
      {!codes && me.totp_enabled && (
        <form className="stack" style={{ maxWidth: 380 }} onSubmit={(event) => { event.preventDefault(); void save.run(async () => { await call(api.DELETE('/api/profile/totp', { body: { password } })); setPassword(''); await again(); }, t('security.off')); }}>
          <div className="state state-ok"><i />{t('security.is_on')}</div>
          <PasswordInput label={t('security.current_password')} autoComplete="current-password" value={password} error={save.errors.password ?? save.errors.form} onChange={(event) => setPassword(event.target.value)} required visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }} />
          <div><Button type="submit" variant="default" loading={save.busy}>{t('security.switch_off')}</Button></div>
        </form>
      )}
    </section>
  );
}

/** 'Chrome · Linux' of a browser's long name. Pure. */
export function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /OPR\//.test(agent) ? 'Opera' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : agent.split('/')[0] || '?';
  const system = /Windows/.test(agent) ? 'Windows' : /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return [browser, system].filter(Boolean).join(' · ');
}

function Devices() {
  const client = useQueryClient();
  const save = useSave();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: async () => (await call(api.GET('/api/sessions'))).data });
  return (
    <section>
      <h3>{t('security.devices')}</h3>
      <p className="muted small">{t('security.devices_text')}</p>
      <ul className="cards">
        {sessions.data?.map((one) => (
          <li key={one.id} className="card-row"><IconDeviceDesktop size={20} stroke={1.5} /><span className="grow clip"><strong>{deviceName(one.user_agent)}</strong> {one.current && <span className="chip chip-accent">{t('security.this_device')}</span>}<br /><span className="muted small">{one.ip} · {fullTime(one.last_seen_datetime)}</span></span>
            {!one.current && <Button size="compact-sm" variant="default" onClick={() => void save.run(async () => { await call(api.DELETE('/api/sessions/{id}', { params: { path: { id: one.id } } })); await client.invalidateQueries({ queryKey: ['sessions'] }); }, t('security.signed_out'))}>{t('session.sign_out')}</Button>}</li>
        ))}
      </ul>
    </section>
  );
}
