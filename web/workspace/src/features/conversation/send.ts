// Sending an answer: shown at once, taken back with its text when it fails.
import { api, call, type Message, type MessageInput, type Profile, type Ticket } from '@peakdesk/shared/api';
import type { QueryClient } from '@tanstack/react-query';
import { putMessage } from '../../live/live';
import type { MessagePages } from './messages';

let lastTemporary = Number.MAX_SAFE_INTEGER;

/** How the message looks until the server has it. */
function temporary(ticket: Ticket, me: Profile, input: MessageInput): Message {
  const text = input.body_text ?? '';
  return {
    id: lastTemporary--, ticket_id: ticket.id, public: input.public ?? true, from_agent: true, channel: ticket.channel, via: 'desk',
    sender: { type: 'user', id: me.id, name: me.name, email: me.email }, source: { from: null, to: input.to ?? [], cc: input.cc ?? [], bcc: [] },
    subject: ticket.subject, body_text: text, body_html: null, stripped_text: text, stripped_html: null, has_quoted: false, remote_images: 0,
    attachments: [], state: input.public === false ? 'stored' : 'queued', failure_reason: null, failure: null, mentions: input.mentions ?? [], message_id: null,
    created_datetime: new Date().toISOString(), sent_datetime: null, failed_datetime: null,
  };
}

/** Throws Problem; 409 `newer_message` when somebody answered meanwhile. */
export async function sendMessage(client: QueryClient, ticket: Ticket, me: Profile, input: MessageInput, key: string): Promise<Message> {
  const queryKey = ['messages', ticket.id];
  const shown = temporary(ticket, me, input);
  const without = (pages: MessagePages): MessagePages => ({ ...pages, items: pages.items.filter((item) => item.id !== shown.id) });
  client.setQueryData<MessagePages>(queryKey, (old) => old && putMessage(old, shown));
  try {
    const message = await call(api.POST('/api/tickets/{id}/messages', { params: { path: { id: ticket.id }, header: { 'Idempotency-Key': key } }, body: input }));
    client.setQueryData<MessagePages>(queryKey, (old) => old && putMessage(without(old), message));
    return message;
  } catch (error) {
    client.setQueryData<MessagePages>(queryKey, (old) => old && without(old));
    throw error;
  }
}
