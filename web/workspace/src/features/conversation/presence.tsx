// Who else looks at this ticket or answers it, and what they are writing.
import type { Draft } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { IconEye, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Present } from '../../live/live';
import { Avatar } from '../../ui/parts';

export function usePresence(ticketId: number): Present[] {
  return useQuery<Present[]>({ queryKey: ['presence', ticketId], queryFn: () => [], staleTime: Infinity, initialData: [] }).data;
}

export function PresenceLine({ ticketId, drafts, meId }: { ticketId: number; drafts: Draft[]; meId: number }) {
  const present = usePresence(ticketId);
  const [open, setOpen] = useState(false);
  const others = drafts.filter((draft) => draft.user.id !== meId && draft.body_text.trim());
  if (!present.length && !others.length) return null;
  const replying = present.filter((user) => user.state === 'replying');
  const viewing = present.filter((user) => user.state === 'viewing');
  const names = (users: { name: string }[]) => users.map((user) => user.name).join(', ');
  return (
    <div className="presence" data-replying={replying.length > 0 || undefined} role="status">
      <span className="inline-tight">{present.map((user) => <Avatar key={user.id} name={user.name} size="s" />)}</span>
      <span className="grow clip">
        {replying.length > 0 && <><IconPencil size={14} /> {t('presence.replying', { names: names(replying), count: replying.length })} </>}
        {viewing.length > 0 && <><IconEye size={14} /> {t('presence.viewing', { names: names(viewing), count: viewing.length })}</>}
        {!present.length && t('presence.draft', { names: names(others.map((draft) => draft.user)) })}
      </span>
      {others.length > 0 && <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('presence.hide_draft') : t('presence.show_draft')}</button>}
      {open && others.map((draft) => <blockquote key={draft.user.id}><strong>{draft.user.name}</strong><br />{draft.body_text}</blockquote>)}
    </div>
  );
}
