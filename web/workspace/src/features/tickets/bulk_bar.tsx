// What can be done with ticked tickets, or with a whole view.
import { api, call, type Schemas, type TicketChange, type TicketSummary, type View } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core';
import { IconCircleCheck, IconClock, IconDots, IconGitMerge, IconTag, IconUser, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { sayProblem } from '../../ui/parts';
import { teamsQuery, useMay, useMe, usersQuery } from '../session/session';
import { OperationProgress } from './operations';
import { SnoozeItems } from './snooze';
import type { Selection } from './selection';
import { TagPicker } from './tag_picker';
import { countText } from './views_nav';

const MergeDialog = lazy(() => import('./merge_dialog').then((module) => ({ default: module.MergeDialog })));

type Props = { view: View; total: number; loaded: TicketSummary[]; selection: Selection; setSelection: (selection: Selection) => void; complete: boolean };

export function BulkBar({ view, total, loaded, selection, setSelection, complete }: Props) {
  const me = useMe();
  const lead = useMay('lead');
  const users = useQuery(usersQuery).data ?? [];
  const teams = useQuery(teamsQuery).data ?? [];
  const [operation, setOperation] = useState<number | null>(null);
  const [merging, setMerging] = useState(false);
  const count = selection.whole ? Math.max(total, selection.ids.size) : selection.ids.size;
  const clear = () => setSelection({ ids: new Set(), anchor: null, whole: false });

  const run = async (changes: TicketChange & { macro_id?: number }) => {
    const body: Schemas['BulkInput'] = selection.whole ? { view_id: view.id, changes } : { ticket_ids: [...selection.ids], changes };
    try {
      setOperation((await call(api.POST('/api/tickets/bulk', { body }))).id);
    } catch (error) {
      sayProblem(error);
    }
  };

  return (
    <div className="bulk" role="toolbar" aria-label={t('bulk.title')}>
      <div className="bulk-line">
        <Checkbox size="xs" aria-label={t('list.select_all')} checked={selection.whole || selection.ids.size >= loaded.length} indeterminate={!selection.whole && selection.ids.size < loaded.length}
          onChange={() => (selection.ids.size >= loaded.length ? clear() : setSelection({ ids: new Set(loaded.map((ticket) => ticket.id)), anchor: null, whole: false }))} />
        <strong className="small">{t('bulk.count', { count: selection.whole ? countText(count) : count })}</strong>
        <span className="grow" />
        <ActionIcon size="md" aria-label={t('bulk.close')} title={t('bulk.close')} onClick={() => void run({ status: 'closed' })}><IconCircleCheck size={17} /></ActionIcon>
        <Menu position="bottom-end" width={240}>
          <Menu.Target><ActionIcon size="md" aria-label={t('ticket.assign')} title={t('ticket.assign')}><IconUser size={17} /></ActionIcon></Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
            <Menu.Item onClick={() => void run({ assignee_user_id: me.id })}>{t('ticket.assign_me')}</Menu.Item>
            <Menu.Item onClick={() => void run({ assignee_user_id: null })}>{t('ticket.unassign')}</Menu.Item>
            <Menu.Divider />
            {users.filter((user) => user.active && user.role !== 'observer').map((user) => <Menu.Item key={user.id} onClick={() => void run({ assignee_user_id: user.id })}>{user.name}</Menu.Item>)}
            {teams.length > 0 && <Menu.Label>{t('ticket.team')}</Menu.Label>}
            {teams.map((team) => <Menu.Item key={team.id} onClick={() => void run({ assignee_team_id: team.id })}>{team.name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
        <TagPicker onChoose={(name) => void run({ add_tags: [name] })}><ActionIcon size="md" aria-label={t('tags.add')} title={t('tags.add')}><IconTag size={17} /></ActionIcon></TagPicker>
        <Menu position="bottom-end" width={240}>
          <Menu.Target><ActionIcon size="md" aria-label={t('ticket.snooze')} title={t('ticket.snooze')}><IconClock size={17} /></ActionIcon></Menu.Target>
          <Menu.Dropdown><SnoozeItems onChoose={(time) => void run({ snooze_datetime: time })} /></Menu.Dropdown>
        </Menu>
        <Menu position="bottom-end" width={220}>
          <Menu.Target><ActionIcon size="md" aria-label={t('common.more')} title={t('common.more')}><IconDots size={17} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {!selection.whole && selection.ids.size > 1 && <Menu.Item leftSection={<IconGitMerge size={15} />} onClick={() => setMerging(true)}>{t('ticket.merge')}</Menu.Item>}
            <Menu.Item onClick={() => void run({ status: 'open' })}>{t('ticket.reopen')}</Menu.Item>
            <Menu.Item onClick={() => void run({ is_unread: false })}>{t('ticket.mark_read')}</Menu.Item>
            <Menu.Item onClick={() => void run({ is_unread: true })}>{t('ticket.mark_unread')}</Menu.Item>
            {(['low', 'normal', 'high', 'urgent'] as const).map((priority) => <Menu.Item key={priority} onClick={() => void run({ priority })}>{t('ticket.priority')}: {t(`priority.${priority}`)}</Menu.Item>)}
            <Menu.Divider />
            <Menu.Item onClick={() => void run({ spam: view.key !== 'spam' })}>{view.key === 'spam' ? t('ticket.not_spam') : t('ticket.spam')}</Menu.Item>
            <Menu.Item color="red" onClick={() => void run({ trashed: view.key !== 'trash' })}>{view.key === 'trash' ? t('ticket.restore') : t('ticket.trash')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <ActionIcon size="md" aria-label={t('bulk.clear')} title={t('bulk.clear')} onClick={clear}><IconX size={17} /></ActionIcon>
      </div>
      {lead && !complete && !selection.whole && selection.ids.size >= loaded.length && (
        <Button size="compact-xs" variant="light" onClick={() => setSelection({ ...selection, whole: true })}>{t('bulk.whole', { count: countText(total) })}</Button>
      )}
      {operation !== null && <OperationProgress id={operation} onDone={() => { setOperation(null); clear(); }} />}
      {merging && <Suspense fallback={null}><MergeDialog tickets={loaded.filter((ticket) => selection.ids.has(ticket.id))} onClose={() => setMerging(false)} onDone={clear} /></Suspense>}
    </div>
  );
}
