// The frame around every signed-in page: icon rail, the views beside it, banner, palette and key sheet.
import { t } from '@peakdesk/shared/i18n';
import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconChartLine, IconDeviceDesktop, IconInbox, IconKeyboard, IconLogout, IconMessageQuestion, IconMoon, IconSearch, IconSettings, IconSun, IconUserCircle, IconUsers } from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { handleKey, noteOverlay, useCommands } from '../features/commands/commands';
import { useMay, useMe, useSignOut } from '../features/session/session';
import { Live, useLinkState } from '../live/live';
import { desk } from '../live/socket';
import { Avatar, Busy } from '../ui/parts';

const Palette = lazy(() => import('../features/commands/palette').then((module) => ({ default: module.Palette })));
const ShortcutsSheet = lazy(() => import('../features/commands/shortcuts_sheet').then((module) => ({ default: module.ShortcutsSheet })));

export function Shell() {
  const me = useMe();
  const mayPlan = useMay('agent');
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const { setColorScheme } = useMantineColorScheme();
  const path = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => {
    addEventListener('keydown', noteOverlay, true);
    addEventListener('keydown', handleKey);
    return () => { removeEventListener('keydown', noteOverlay, true); removeEventListener('keydown', handleKey); };
  }, []);

  useCommands([
    { id: 'palette', label: t('palette.title'), keys: ['mod+k'], group: 'general', inText: true, hidden: true, run: () => setOpen('palette') },
    { id: 'keys', label: t('keys.title'), keys: ['?'], group: 'general', run: () => setOpen('keys') },
    { id: 'search', label: t('nav.search'), keys: ['/'], group: 'go', run: () => void navigate({ to: '/search' }) },
    { id: 'go-inbox', label: t('go.inbox'), keys: ['g i', 'alt+KeyC'], group: 'go', run: () => void navigate({ to: '/views/$view', params: { view: 'inbox' } }) },
    { id: 'go-mine', label: t('go.mine'), keys: ['g m'], group: 'go', run: () => void navigate({ to: '/views/$view', params: { view: 'mine' } }) },
    { id: 'go-customers', label: t('go.customers'), keys: ['g c', 'alt+KeyV'], group: 'go', run: () => void navigate({ to: '/customers' }) },
    { id: 'go-questions', label: t('go.questions'), keys: ['g q'], group: 'go', run: () => void navigate({ to: '/questions' }) },
    ...(mayPlan ? [{ id: 'go-planning', label: t('go.planning'), keys: ['g p'], group: 'go' as const, run: () => void navigate({ to: '/planning' }) }] : []),
    { id: 'go-settings', label: t('go.settings'), keys: ['g s', 'alt+KeyS'], group: 'go', run: () => void navigate({ to: '/settings' }) },
    { id: 'light', label: t('theme.light'), group: 'general', run: () => setColorScheme('light') },
    { id: 'dark', label: t('theme.dark'), group: 'general', run: () => setColorScheme('dark') },
  ]);

  const inTickets = path.startsWith('/views') || path.startsWith('/new');
  return (
    <div className="shell">
      <Live meId={me.id} />
      <nav className="rail" aria-label={t('nav.main')}>
        <Link to="/views/$view" params={{ view: 'inbox' }} className="rail-logo" aria-label="Peakdesk"><Logo /></Link>
        <RailLink to="/views/inbox" active={inTickets} label={t('nav.tickets')} icon={<IconInbox size={21} stroke={1.6} />} />
        <RailLink to="/customers" active={path.startsWith('/customers')} label={t('nav.customers')} icon={<IconUsers size={21} stroke={1.6} />} />
        <RailLink to="/questions" active={path.startsWith('/questions')} label={t('nav.questions')} icon={<IconMessageQuestion size={21} stroke={1.6} />} />
        <RailLink to="/search" active={path.startsWith('/search')} label={t('nav.search')} icon={<IconSearch size={21} stroke={1.6} />} />
        {mayPlan && <RailLink to="/planning" active={path.startsWith('/planning')} label={t('nav.planning')} icon={<IconChartLine size={21} stroke={1.6} />} />}
        <RailLink to="/settings" active={path.startsWith('/settings')} label={t('nav.settings')} icon={<IconSettings size={21} stroke={1.6} />} />
        <span className="rail-space" />
        <button type="button" className="rail-item rail-keys" title={t('keys.title')} aria-label={t('keys.title')} onClick={() => setOpen('keys')}><IconKeyboard size={21} stroke={1.6} /></button>
        <MeMenu />
      </nav>
      <div className="stage">
        <LinkBanner />
        <main className="stage-main"><Suspense fallback={<Busy />}><Outlet /></Suspense></main>
      </div>
      <Suspense fallback={null}>
        {open === 'palette' && <Palette opened onClose={() => setOpen(null)} />}
        {open === 'keys' && <ShortcutsSheet opened onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

function RailLink({ to, label, icon, active }: { to: string; label: string; icon: React.ReactNode; active: boolean }) {
  return <Link to={to} className="rail-item" data-active={active || undefined} aria-current={active ? 'page' : undefined} title={label} aria-label={label}>{icon}</Link>;
}

function MeMenu() {
  const me = useMe();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = { light: 'dark', dark: 'auto', auto: 'light' } as const;
  const icons = { light: <IconSun size={16} />, dark: <IconMoon size={16} />, auto: <IconDeviceDesktop size={16} /> };
  return (
    <Menu position="right-end" width={220}>
      <Menu.Target><button type="button" className="rail-item" aria-label={t('nav.me', { name: me.name })}><Avatar name={me.name} /></button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name} · {t(`role.${me.role}`)}</Menu.Label>
        <Menu.Item component={Link} to="/settings/profile" leftSection={<IconUserCircle size={16} />}>{t('settings.profile')}</Menu.Item>
        <Menu.Item closeMenuOnClick={false} leftSection={icons[colorScheme]} onClick={() => setColorScheme(next[colorScheme])}>{t(`theme.${colorScheme}`)}</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>{t('session.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LinkBanner() {
  const state = useLinkState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (state === 'online') { setLate(false); return undefined; }
    const timer = setTimeout(() => setLate(true), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  if (!late) return null;
  return (
    <div className="link-banner" role="alert">
      <span>{t('link.offline')}</span>
      <button type="button" onClick={desk.retryNow}>{t('link.retry')}</button>
    </div>
  );
}

export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <path d="M2 26 12 8l5.600 9.400L21 12l9 14z" fill="currentColor" /><path d="m12 8 3.200 5.400-2.700 2.400-3.300-2.600z" fill="#2bb5a7" />
    </svg>
  );
}
