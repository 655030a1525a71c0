import { api, call, type View } from '@peakdesk/shared/api';
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { viewsQuery } from '../session/session';
import { appendPage, mergeHead, type Order, type TicketList } from './ticket_list';
import type { ListScope } from './changes';

const pageSize = 100;

export function useViews(): View[] {
  return useQuery(viewsQuery).data ?? [];
}

/** The view of an address part: a built-in key or an id. */
export function findView(views: View[], part: string): View | undefined {
  return views.find((view) => view.key === part || String(view.id) === part);
}

export function listQuery(view: View, order: Order) {
  const queryKey = ['tickets', view.id, order] as const;
  return queryOptions({
    queryKey,
    staleTime: 15_000,
    meta: { scope: { view, order } satisfies ListScope },
    queryFn: async ({ client, signal }): Promise<TicketList> => {
      const page = await call(api.GET('/api/tickets', { params: { query: { view_id: view.id, order_by: order, limit: pageSize } }, signal }));
      return mergeHead((client as QueryClient).getQueryData<TicketList>(queryKey), page.data, page.meta.next_cursor, order);
    },
  });
}

/** Loads the page after what is loaded; several calls at once load it once. */
export function useLoadMore(view: View | undefined, order: Order) {
  const client = useQueryClient();
  const busy = useRef(false);
  useEffect(() => { busy.current = false; }, [view?.id, order]);
  return useCallback(async () => {
    if (!view || busy.current) return;
    const { queryKey } = listQuery(view, order);
    const list = client.getQueryData<TicketList>(queryKey);
    if (!list?.next) return;
    busy.current = true;
    try {
      const page = await call(api.GET('/api/tickets', { params: { query: { view_id: view.id, order_by: order, limit: pageSize, cursor: list.next } } }));
      client.setQueryData<TicketList>(queryKey, (now) => now && appendPage(now, page.data, page.meta.next_cursor));
    } catch {
      // The next scroll asks again.
    } finally {
      busy.current = false;
    }
  }, [client, view, order]);
}

export function ticketQuery(id: number) {
  return queryOptions({ queryKey: ['ticket', id], staleTime: 20_000, queryFn: ({ signal }) => call(api.GET('/api/tickets/{id}', { params: { path: { id } }, signal })) });
}
