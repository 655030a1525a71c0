// A ticket's messages, oldest first on the screen, older pages on demand.
import { api, call, type Message } from '@peakdesk/shared/api';
import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

/** Sorted by id; `older` is the cursor of the page before the first one. */
export type MessagePages = { items: Message[]; older: string | null };

export function mergeMessages(old: MessagePages | undefined, newest: Message[], older: string | null): MessagePages {
  const fresh = [...newest].reverse();
  const first = fresh[0];
  if (!old || !first) return { items: fresh, older };
  const before = old.items.filter((message) => message.id < first.id);
  return { items: [...before, ...fresh], older: before.length ? old.older : older };
}

export function messagesQuery(ticketId: number) {
  const queryKey = ['messages', ticketId] as const;
  return queryOptions({
    queryKey, staleTime: 20_000,
    queryFn: async ({ client, signal }): Promise<MessagePages> => {
      const page = await call(api.GET('/api/tickets/{id}/messages', { params: { path: { id: ticketId }, query: { limit: 30, order_by: 'id:desc' } }, signal }));
      return mergeMessages((client as QueryClient).getQueryData<MessagePages>(queryKey), page.data, page.meta.next_cursor);
    },
  });
}

export function useOlder(ticketId: number) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const load = useCallback(async () => {
    const pages = client.getQueryData<MessagePages>(['messages', ticketId]);
    if (!pages?.older) return;
    setBusy(true);
    try {
      const page = await call(api.GET('/api/tickets/{id}/messages', { params: { path: { id: ticketId }, query: { limit: 100, order_by: 'id:desc', cursor: pages.older } } }));
      client.setQueryData<MessagePages>(['messages', ticketId], (now) => now && {
        items: [...[...page.data].reverse().filter((message) => message.id < (now.items[0]?.id ?? Infinity)), ...now.items], older: page.meta.next_cursor,
      });
    } finally {
      setBusy(false);
    }
  }, [client, ticketId]);
  return { load, busy };
}
