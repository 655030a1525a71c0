import { t } from '@peakdesk/shared/i18n';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Busy } from '../../ui/parts';
import { atLeast, useMe } from '../session/session';
import { settingsPages, type SettingsPage } from './pages';
import '../customers/customers.css';
import './settings.css';

const groups: SettingsPage['group'][] = ['own', 'work', 'channels', 'desk'];

function usePages(): SettingsPage[] {
  const me = useMe();
  return settingsPages.filter((page) => atLeast(me.role, page.role));
}

export function SettingsLayout() {
  const pages = usePages();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const home = /^\/settings\/?$/.test(path);
  return (
    <div className="settings" data-home={home || undefined}>
      <h1 className="sr">{t('nav.settings')}</h1>
      <nav className="settings-nav scroll" aria-label={t('nav.settings')}>
        <div className="settings-title">{t('nav.settings')}</div>
        {groups.map((group) => {
          const some = pages.filter((page) => page.group === group);
          return some.length > 0 && (
            <div key={group}>
              <h2>{t(`settings.group.${group}`)}</h2>
              {some.map((page) => (
                <Link key={page.path} to="/settings/$page" params={{ page: page.path }} className="views-item" activeProps={{ 'data-active': true } as object}><page.icon size={17} stroke={1.7} /><span className="clip">{t(page.label)}</span></Link>
              ))}
            </div>
          );
        })}
      </nav>
      <div className="settings-page scroll" tabIndex={-1}>
        {!home && <Link to="/settings" className="settings-back"><IconChevronLeft size={16} />{t('nav.settings')}</Link>}
        <Suspense fallback={<Busy />}><Outlet /></Suspense>
      </div>
    </div>
  );
}

export function SettingsHome() {
  return (
    <div className="settings-home">
      {usePages().map((page) => (
        <Link key={page.path} to="/settings/$page" params={{ page: page.path }}><page.icon size={22} stroke={1.5} /><span><strong>{t(page.label)}</strong><br /><span className="muted small">{t(page.text)}</span></span></Link>
      ))}
    </div>
  );
}
