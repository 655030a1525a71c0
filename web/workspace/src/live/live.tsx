// Applies what the server pushes to the caches. One mounted instance while signed in.
import type { Draft, Message, Operation, SocketServerFrame, Ticket } from '@peakdesk/shared/api';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { MessagePages } from '../features/conversation/messages';
import { showTicket } from '../features/tickets/changes';
import { desk } from './socket';

export type Present = { id: number; name: string; state: 'viewing' | 'replying' };

const settingsKeys: Record<string, string[]> = {
  macros: ['macros'], tags: ['tags'], views: ['views', 'view-counts'], teams: ['teams'], users: ['users'], custom_fields: ['custom-fields'],
  mailboxes: ['mailboxes'], insights: ['learning', 'insight-labels'], forms: ['forms'], account: ['session'],
};

/** Ids from here on are of messages that wait for the server's answer. */
export const firstTemporary = Number.MAX_SAFE_INTEGER - 1_000_000;

const squeezed = (text: string) => text.replace(/\s+/g, '');

/** A message new or changed (delivery state) put among the loaded ones. The push may tell of an answer before the answer to its sender does. */
export function putMessage(pages: MessagePages, message: Message): MessagePages {
  const waiting = message.id > firstTemporary ? -1
    : pages.items.findIndex((item) => item.id > firstTemporary && message.sender.type === 'user' && item.sender.id === message.sender.id && item.public === message.public && squeezed(item.body_text) === squeezed(message.body_text));
  const items = pages.items.filter((_, index) => index !== waiting);
  const at = items.findIndex((item) => item.id === message.id);
  if (at >= 0) items[at] = message;
  else {
    items.push(message);
    items.sort((a, b) => a.id - b.id);
  }
  return { ...pages, items };
}

function debounced(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
}

export function applyFrame(client: QueryClient, frame: SocketServerFrame, meId: number, refreshLists: () => void): void {
  switch (frame.type) {
    case 'ticket':
      if (showTicket(client, frame.ticket, meId)) refreshLists();
      void client.invalidateQueries({ queryKey: ['ticket-events', frame.ticket.id] });
      void client.invalidateQueries({ queryKey: ['insights', frame.ticket.id] });
      void client.invalidateQueries({ queryKey: ['timeline', frame.ticket.customer.id] });
      break;
    case 'message':
      client.setQueryData<MessagePages>(['messages', frame.ticket_id], (old) => old && putMessage(old, frame.message));
      break;
    case 'counts':
      client.setQueryData<Record<string, number>>(['view-counts'], (old) => ({ ...old, ...frame.counts }));
      break;
    case 'presence':
      client.setQueryData<Present[]>(['presence', frame.ticket_id], frame.users.filter((user) => user.id !== meId));
      break;
    case 'draft':
      client.setQueryData<Ticket>(['ticket', frame.ticket_id], (old) => old && {
        ...old,
        drafts: [...old.drafts.filter((draft: Draft) => draft.user.id !== frame.user_id), ...(frame.draft ? [frame.draft] : [])],
      });
      break;
    case 'operation':
      client.setQueryData<Operation>(['operation', frame.operation.id], frame.operation);
      break;
    case 'settings':
      for (const key of settingsKeys[frame.what] ?? []) void client.invalidateQueries({ queryKey: [key] });
      break;
    case 'resync':
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      break;
    default:
  }
}

export function Live({ meId }: { meId: number }) {
  const client = useQueryClient();
  useEffect(() => {
    const refreshLists = debounced(() => void client.invalidateQueries({ queryKey: ['tickets'] }), 400);
    const stop = desk.onFrame((frame) => applyFrame(client, frame, meId, refreshLists));
    desk.open();
    return () => { stop(); desk.close(); };
  }, [client, meId]);
  return null;
}

export function useLinkState() {
  return useSyncExternalStore(desk.onState, desk.linkState);
}
