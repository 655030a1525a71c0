// The views with their live counts.
import type { View } from '@peakdesk/shared/api';
import { formatNumber, hasText, t } from '@peakdesk/shared/i18n';
import { ActionIcon } from '@mantine/core';
import { IconAt, IconCircleCheck, IconClock, IconFolder, IconInbox, IconPlus, IconShieldX, IconStack2, IconTrash, IconUser, IconUserQuestion, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countsQuery } from '../session/session';
import { useViews } from './queries';

const icons: Record<string, Icon> = {
  inbox: IconInbox, mine: IconUser, unassigned: IconUserQuestion, mentions: IconAt, snoozed: IconClock, closed: IconCircleCheck, all: IconStack2, spam: IconShieldX, trash: IconTrash,
};

/** The server counts to 10,000 and no further. */
export const countText = (count: number): string => (count >= 10_000 ? `${formatNumber(10_000)}+` : formatNumber(count));

export function viewName(view: View): string {
  const key = `view.${view.key}`;
  return view.key && hasText(key) ? t(key) : view.name;
}

export function ViewIcon({ view, size = 17 }: { view: View; size?: number }) {
  const Shown = (view.key && icons[view.key]) || IconFolder;
  return <Shown size={size} stroke={1.7} />;
}

export function ViewsNav({ current, onChoose }: { current: string; onChoose?: () => void }) {
  const views = useViews();
  const counts = useQuery(countsQuery).data ?? {};
  const builtIn = views.filter((view) => view.key);
  const groups: [string, View[]][] = [
    ['', builtIn.filter((view) => ['inbox', 'mine', 'unassigned', 'mentions', 'snoozed'].includes(view.key!))],
    [t('views.shared'), views.filter((view) => !view.key && view.shared)],
    [t('views.own'), views.filter((view) => !view.key && !view.shared)],
    [t('views.more'), builtIn.filter((view) => ['closed', 'all', 'spam', 'trash'].includes(view.key!))],
  ];
  return (
    <nav className="views" aria-label={t('views.title')}>
      <div className="views-head">
        <h2>{t('nav.tickets')}</h2>
        <ActionIcon component={Link} to="/new" variant="filled" color="teal" size="md" aria-label={t('new.title')} title={`${t('new.title')} (C)`} onClick={onChoose}><IconPlus size={17} /></ActionIcon>
      </div>
      <div className="views-list scroll">
        {groups.map(([name, some], index) => some.length > 0 && (
          <div key={index} className="views-group">
            {name && <h3>{name}</h3>}
            {some.map((view) => {
              const part = view.key ?? String(view.id);
              const count = counts[view.id] ?? view.count;
              return (
                <Link key={view.id} to="/views/$view" params={{ view: part }} className="views-item" data-active={part === current || String(view.id) === current || undefined} onClick={onChoose}>
                  <ViewIcon view={view} />
                  <span className="clip grow">{viewName(view)}</span>
                  {count !== null && count !== undefined && count > 0 && !['all', 'closed'].includes(view.key ?? '') && <span className="views-count">{countText(count)}</span>}
                </Link>
              );
            })}
          </div>
        ))}
        <Link to="/settings/$page" params={{ page: 'views' }} className="views-item views-add" onClick={onChoose}><IconPlus size={17} stroke={1.7} /><span>{t('views.add')}</span></Link>
      </div>
    </nav>
  );
}
