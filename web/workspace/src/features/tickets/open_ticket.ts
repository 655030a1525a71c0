// Opening a ticket from its list: what it shows is asked for at once. The page turns when that is here, and is drawn once; when it takes
// longer than a moment the page turns all the same and shows bones.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { messagesQuery } from '../conversation/messages';
import { ticketQuery } from './queries';

const momentMs = 40;

/** `aim` holds the ticket that is about to be open, for steps from it that come before it is. */
export function useOpenTicket(part: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const aim = useRef<number | null>(null);
  useEffect(() => () => { aim.current = null; }, [part]);

  const fetchAhead = useCallback((id: number) => Promise.all([client.prefetchQuery(ticketQuery(id)), client.prefetchQuery(messagesQuery(id))]), [client]);
  const open = useCallback((id: number) => {
    aim.current = id;
    let turned = false;
    const turn = () => {
      if (turned || aim.current !== id) return;
      turned = true;
      const there = navigate({ to: '/views/$view/tickets/$ticketId', params: { view: part, ticketId: String(id) }, search: (old) => ({ ...(old.sort ? { sort: old.sort } : {}) }) });
      void there.finally(() => { if (aim.current === id) aim.current = null; });
    };
    void fetchAhead(id).then(turn);
    setTimeout(turn, momentMs);
  }, [fetchAhead, navigate, part]);
  return { open, fetchAhead, aim };
}
