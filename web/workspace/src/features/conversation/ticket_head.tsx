// The ticket's head: subject, what can be done with it, and its attributes.
import type { Ticket, TicketSummary } from '@peakdesk/shared/api';
import { fullTime, t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowLeft, IconCircleCheck, IconClock, IconDots, IconFlag, IconGitMerge, IconGitBranch, IconHistory, IconLayoutSidebarRight, IconLink, IconMail, IconShieldX, IconTag, IconTrash, IconUser, IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { Avatar, Chip } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { useAllCommands, useCommands } from '../commands/commands';
import { teamsQuery, useMay, useMe, usersQuery } from '../session/session';
import { changeTicket, changeWithUndo } from '../tickets/changes';
import { SnoozeItems } from '../tickets/snooze';
import { TagPicker } from '../tickets/tag_picker';

const MergeDialog = lazy(() => import('../tickets/merge_dialog').then((module) => ({ default: module.MergeDialog })));

type Props = { ticket: TicketSummary; full: Ticket | undefined; viewPart: string; panelOpen: boolean; onTogglePanel: () => void; onHistory: () => void; onSplit: () => void };
type Open = 'assign' | 'tag' | 'snooze' | 'priority' | 'team' | 'more' | null;

export function TicketHead({ ticket, full, viewPart, panelOpen, onTogglePanel, onHistory, onSplit }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const may = useMay('agent');
  const users = (useQuery(usersQuery).data ?? []).filter((user) => user.active && user.role !== 'observer');
  const teams = useQuery(teamsQuery).data ?? [];
  const commands = useAllCommands();
  const [open, setOpen] = useState<Open>(null);
  const [merging, setMerging] = useState(false);
  const subject = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState(false);
  const change = (what: Parameters<typeof changeTicket>[3]) => void changeTicket(client, me.id, ticket.id, what);
  const advance = () => commands.find((command) => command.id === 'advance')?.run();
  const closed = ticket.status === 'closed';

  const close = (goOn: boolean) => {
    if (closed) { change({ status: 'open' }); return; }
    if (goOn) advance();
    void changeWithUndo(client, me.id, ticket.id, { status: 'closed' }, { status: 'open' }, t('ticket.closed_said', { number: String(ticket.number) }));
  };
  const trash = () => {
    const out = ticket.trashed_datetime === null;
    if (out) advance();
    void changeWithUndo(client, me.id, ticket.id, { trashed: out }, { trashed: !out }, t(out ? 'ticket.trashed_said' : 'ticket.restored_said'));
  };
  const spam = () => {
    if (!ticket.spam) advance();
    void changeWithUndo(client, me.id, ticket.id, { spam: !ticket.spam }, { spam: ticket.spam }, t(ticket.spam ? 'ticket.not_spam_said' : 'ticket.spam_said'));
  };
  const snooze = (time: string) => {
    setOpen(null);
    advance();
    void changeWithUndo(client, me.id, ticket.id, { snooze_datetime: time }, { status: 'open' }, t('ticket.snoozed_said', { time: fullTime(time) }));
  };
  const back = () => void navigate({ to: '/views/$view', params: { view: viewPart }, search: (old: Record<string, unknown>) => ({ ...(old.sort ? { sort: String(old.sort) } : {}) }) });

  useCommands(may ? [
    { id: 'close', label: closed ? t('ticket.reopen') : t('ticket.close'), keys: ['e', 'alt+KeyE'], group: 'ticket', inText: true, run: () => close(false) },
    { id: 'close-next', label: t('ticket.close_next'), keys: ['mod+alt+KeyE', ']'], group: 'ticket', inText: true, run: () => close(true) },
    { id: 'snooze', label: t('ticket.snooze'), keys: ['s', 'alt+KeyM'], group: 'ticket', inText: true, run: () => setOpen('snooze') },
    { id: 'assign', label: t('ticket.assign'), keys: ['a'], group: 'ticket', run: () => setOpen('assign') },
    { id: 'assign-me', label: t('ticket.assign_me'), keys: ['i'], group: 'ticket', run: () => change({ assignee_user_id: me.id }) },
    { id: 'tag', label: t('tags.add'), keys: ['l', 't'], group: 'ticket', run: () => setOpen('tag') },
    { id: 'priority', label: t('ticket.priority'), keys: ['p'], group: 'ticket', run: () => setOpen('priority') },
    { id: 'unread', label: t('ticket.mark_unread'), keys: ['u'], group: 'ticket', run: () => { change({ is_unread: true }); back(); } },
    { id: 'merge', label: t('ticket.merge'), group: 'ticket', run: () => setMerging(true) },
    { id: 'split', label: t('ticket.split'), group: 'ticket', run: onSplit },
    { id: 'spam', label: ticket.spam ? t('ticket.not_spam') : t('ticket.spam'), keys: ['!'], group: 'ticket', run: spam },
    { id: 'trash', label: ticket.trashed_datetime ? t('ticket.restore') : t('ticket.trash'), keys: ['#'], group: 'ticket', run: trash },
    { id: 'history', label: t('history.title'), keys: ['h'], group: 'ticket', run: onHistory },
    { id: 'back', label: t('list.back'), keys: ['Escape'], group: 'list', run: back },
  ] : [
    { id: 'history', label: t('history.title'), keys: ['h'], group: 'ticket', run: onHistory },
    { id: 'back', label: t('list.back'), keys: ['Escape'], group: 'list', run: back },
  ]);

  const menu = (name: Exclude<Open, null>) => ({ opened: open === name, onChange: (opened: boolean) => setOpen(opened ? name : null), position: 'bottom-start' as const });
  return (
    <header className="ticket-head">
      <div className="ticket-line">
        <ActionIcon className="ticket-back" aria-label={t('list.back')} onClick={back}><IconArrowLeft size={19} /></ActionIcon>
        <div className="grow">
          {editing ? (
            <input ref={subject} className="ticket-subject-input" defaultValue={ticket.subject} aria-label={t('ticket.subject')} autoFocus
              onBlur={() => { setEditing(false); const value = subject.current?.value.trim() ?? ''; if (value !== ticket.subject) change({ subject: value }); }}
              onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); if (event.key === 'Escape') { event.currentTarget.value = ticket.subject; event.currentTarget.blur(); } event.stopPropagation(); }} />
          ) : (
            <h2 className="ticket-subject clip" title={ticket.subject}>{may ? <button type="button" className="clip" title={t('ticket.edit_subject')} onClick={() => setEditing(true)}>{ticket.subject || t('ticket.no_subject')}</button> : ticket.subject}</h2>
          )}
          <div className="ticket-sub muted small clip">#{ticket.number} · {ticket.customer.name || ticket.customer.email}{full?.mailbox ? ` · ${full.mailbox.address}` : ''}</div>
        </div>
        {may && (
          <>
            <Menu {...menu('snooze')} position="bottom-end" width={290}>
              <Menu.Target><ActionIcon aria-label={t('ticket.snooze')} title={`${t('ticket.snooze')} (S)`}><IconClock size={19} stroke={1.7} /></ActionIcon></Menu.Target>
              <Menu.Dropdown><SnoozeItems onChoose={snooze} /></Menu.Dropdown>
            </Menu>
            <Button className="ticket-close" variant={closed ? 'default' : 'light'} size="xs" leftSection={closed ? <IconArrowBackUp size={16} /> : <IconCircleCheck size={16} />} title="E" aria-label={closed ? t('ticket.reopen') : t('ticket.close')} onClick={() => close(false)}>{closed ? t('ticket.reopen') : t('ticket.close')}</Button>
          </>
        )}
        <Menu {...menu('more')} position="bottom-end" width={230}>
          <Menu.Target><ActionIcon aria-label={t('common.more')} title={t('common.more')}><IconDots size={19} stroke={1.7} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {may && <Menu.Item leftSection={<IconMail size={16} />} onClick={() => { change({ is_unread: true }); back(); }}>{t('ticket.mark_unread')}</Menu.Item>}
            {may && <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={() => setMerging(true)}>{t('ticket.merge')}</Menu.Item>}
            {may && <Menu.Item leftSection={<IconGitBranch size={16} />} onClick={onSplit}>{t('ticket.split')}</Menu.Item>}
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={onHistory}>{t('history.title')}</Menu.Item>
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => { void navigator.clipboard?.writeText(`${location.origin}/tickets/${ticket.id}`); toast(t('common.copied')); }}>{t('ticket.copy_link')}</Menu.Item>
            {may && <Menu.Divider />}
            {may && <Menu.Item leftSection={<IconShieldX size={16} />} onClick={spam}>{ticket.spam ? t('ticket.not_spam') : t('ticket.spam')}</Menu.Item>}
            {may && <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={trash}>{ticket.trashed_datetime ? t('ticket.restore') : t('ticket.trash')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
        <ActionIcon aria-label={t('customer.toggle')} aria-pressed={panelOpen} title={t('customer.toggle')} variant={panelOpen ? 'light' : 'subtle'} onClick={onTogglePanel}><IconLayoutSidebarRight size={19} stroke={1.7} /></ActionIcon>
      </div>
      <div className="ticket-attributes">
        {ticket.status !== 'open' && <span className={`chip ${ticket.status === 'snoozed' ? 'chip-warn' : ''}`}>{t(`status.${ticket.status}`)}{ticket.snooze_datetime && ticket.status === 'snoozed' ? ` · ${fullTime(ticket.snooze_datetime)}` : ''}</span>}
        <Menu {...menu('assign')} width={240}>
          <Menu.Target><button type="button" className="attribute" disabled={!may} aria-label={`${t('ticket.assign')}: ${ticket.assignee_user?.name ?? t('ticket.unassigned')}`}>{ticket.assignee_user ? <><Avatar name={ticket.assignee_user.name} size="s" /><span className="clip">{ticket.assignee_user.name}</span></> : <><IconUser size={15} />{t('ticket.unassigned')}</>}</button></Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            <Menu.Item leftSection={<Avatar name={me.name} size="s" />} onClick={() => change({ assignee_user_id: me.id })}>{t('ticket.assign_me')}</Menu.Item>
            {ticket.assignee_user && <Menu.Item leftSection={<IconUser size={16} />} onClick={() => change({ assignee_user_id: null })}>{t('ticket.unassign')}</Menu.Item>}
            <Menu.Divider />
            {users.filter((user) => user.id !== me.id).map((user) => <Menu.Item key={user.id} leftSection={<Avatar name={user.name} size="s" />} onClick={() => change({ assignee_user_id: user.id })}>{user.name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
        {(teams.length > 0 || ticket.assignee_team) && (
          <Menu {...menu('team')} width={220}>
            <Menu.Target><button type="button" className="attribute" disabled={!may} aria-label={`${t('ticket.team')}: ${ticket.assignee_team?.name ?? t('ticket.no_team')}`}><IconUsersGroup size={15} /><span className="clip">{ticket.assignee_team?.name ?? t('ticket.no_team')}</span></button></Menu.Target>
            <Menu.Dropdown>
              {ticket.assignee_team && <Menu.Item onClick={() => change({ assignee_team_id: null })}>{t('ticket.no_team')}</Menu.Item>}
              {teams.map((team) => <Menu.Item key={team.id} onClick={() => change({ assignee_team_id: team.id })}>{team.name}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        )}
        <Menu {...menu('priority')} width={180}>
          <Menu.Target><button type="button" className="attribute" disabled={!may} data-level={ticket.priority} aria-label={`${t('ticket.priority')}: ${t(`priority.${ticket.priority}`)}`}><IconFlag size={15} />{t(`priority.${ticket.priority}`)}</button></Menu.Target>
          <Menu.Dropdown>{(['urgent', 'high', 'normal', 'low'] as const).map((priority) => <Menu.Item key={priority} fw={priority === ticket.priority ? 620 : undefined} onClick={() => change({ priority })}>{t(`priority.${priority}`)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
        {ticket.tags.map((tag) => <Chip key={tag.name} name={tag.name} colour={tag.colour} {...(may ? { onRemove: () => change({ remove_tags: [tag.name] }) } : {})} />)}
        {may && <TagPicker opened={open === 'tag'} onOpened={(opened) => setOpen(opened ? 'tag' : null)} without={ticket.tags.map((tag) => tag.name)} onChoose={(name) => change({ add_tags: [name] })}><button type="button" className="attribute attribute-quiet" aria-label={t('tags.add')} title={`${t('tags.add')} (L)`}><IconTag size={15} />{ticket.tags.length === 0 && t('tags.add')}</button></TagPicker>}
      </div>
      {ticket.merged_into_id !== null && <div className="notice notice-warn small">{t('ticket.merged')} <a href={`/tickets/${ticket.merged_into_id}`}>{t('ticket.open_it')}</a></div>}
      {merging && <Suspense fallback={null}><MergeDialog tickets={[ticket]} search onClose={() => setMerging(false)} onDone={() => {}} /></Suspense>}
    </header>
  );
}
