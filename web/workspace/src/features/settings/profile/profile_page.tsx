import { api, call, type Locale, type Schemas } from '@peakdesk/shared/api';
import { locales, setLocale, t } from '@peakdesk/shared/i18n';
import { Button, SegmentedControl, Select, Textarea, TextInput, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSave } from '../../../ui/use_save';
import { useMe, useSession } from '../../session/session';
import { SetPage } from '../resource';
import { timezones } from './timezones';

export const localeChoices = Object.entries(locales).map(([value, label]) => ({ value, label }));

export function ProfilePage() {
  const me = useMe();
  const session = useSession();
  const client = useQueryClient();
  const save = useSave();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [input, setInput] = useState({ name: me.name, firstname: me.firstname, lastname: me.lastname, bio: me.bio, locale: me.locale, timezone: me.timezone, signature: htmlToText(me.signature_html) });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const patch = async (body: Schemas['ProfileChange']) => {
    const user = await call(api.PATCH('/api/profile', { body }));
    client.setQueryData(['session'], { ...session, user });
    return user;
  };
  const submit = () => save.run(async () => {
    const { signature, ...rest } = input;
    const user = await patch({ ...rest, signature_html: textToHtml(signature) });
    localStorage.setItem('peakdesk-locale', user.locale);
    await setLocale(user.locale as Locale);
  });
  const text = (name: 'name' | 'firstname' | 'lastname', label: string) => <TextInput label={label} value={input[name]} error={save.errors[name]} onChange={(event) => set({ [name]: event.target.value })} />;
  return (
    <SetPage title={t('settings.profile')} text={t('settings.profile_text')}>
      <form className="stack" style={{ gap: 18 }} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <div className="fields">
          <div className="wide">{text('name', t('profile.display_name'))}</div>
          {text('firstname', t('profile.firstname'))}{text('lastname', t('profile.lastname'))}
          <Select label={t('profile.language')} data={localeChoices} value={input.locale} allowDeselect={false} onChange={(value) => value && set({ locale: value as Locale })} />
          <Select label={t('profile.timezone')} data={timezones(me.timezone)} value={input.timezone} searchable allowDeselect={false} limit={60} error={save.errors.timezone} onChange={(value) => value && set({ timezone: value })} />
          <div className="wide"><Textarea label={t('profile.bio')} description={t('profile.bio_text')} autosize minRows={2} value={input.bio} onChange={(event) => set({ bio: event.target.value })} /></div>
          <div className="wide"><Textarea label={t('profile.signature')} description={t('profile.signature_text')} autosize minRows={3} value={input.signature} error={save.errors.signature_html} onChange={(event) => set({ signature: event.target.value })} /></div>
        </div>
        {save.errors.form && <div className="notice notice-danger" role="alert">{save.errors.form}</div>}
        <div><Button type="submit" loading={save.busy}>{t('common.save')}</Button></div>
      </form>
      <section style={{ marginTop: 30 }}>
        <h3>{t('profile.look')}</h3>
        <SegmentedControl aria-label={t('profile.look')} value={colorScheme} onChange={(value) => { setColorScheme(value as MantineColorScheme); void patch({ preferences: { theme: value as 'light' } }).catch(() => undefined); }}
          data={[{ value: 'light', label: t('theme.light') }, { value: 'dark', label: t('theme.dark') }, { value: 'auto', label: t('theme.auto') }]} />
      </section>
    </SetPage>
  );
}

/** Signatures are kept as HTML and written as text: a line a paragraph. */
export function textToHtml(text: string): string {
  const escape = (line: string) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return text.trim() ? text.trim().split('\n').map((line) => `<div>${escape(line) || '<br>'}</div>`).join('') : '';
}

export function htmlToText(html: string): string {
  const page = new DOMParser().parseFromString(html.replace(/<br\s*\/?>(?=<\/(div|p)>)/gi, '').replace(/<\/(div|p)>|<br\s*\/?>/gi, '\n'), 'text/html');
  return (page.body.textContent ?? '').replace(/\n+$/, '');
}
