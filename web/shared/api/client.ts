// The typed door to the desk's API (types from docs/api/openapi.yaml). Owns the CSRF token and the shape of an error.
// Does not cache; the workspace's queries do.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './generated/schema';

export type Schemas = components['schemas'];
export type Ticket = Schemas['Ticket'];
export type TicketSummary = Schemas['TicketSummary'];
export type TicketChange = Schemas['TicketChange'];
export type Message = Schemas['Message'];
export type MessageInput = Schemas['MessageInput'];
export type Draft = Schemas['Draft'];
export type DraftInput = Schemas['DraftInput'];
export type Customer = Schemas['Customer'];
export type User = Schemas['User'];
export type Team = Schemas['Team'];
export type Tag = Schemas['Tag'];
export type View = Schemas['View'];
export type Macro = Schemas['Macro'];
export type MacroAction = Schemas['MacroAction'];
export type CustomField = Schemas['CustomField'];
export type Attachment = Schemas['Attachment'];
export type Operation = Schemas['Operation'];
export type Session = Schemas['Session'];
export type DeskEvent = Schemas['Event'];
export type Mailbox = Schemas['Mailbox'];
export type Address = Schemas['Address'];
export type Profile = Schemas['Profile'];
export type Role = Schemas['Role'];
export type Locale = Schemas['Locale'];
export type SocketServerFrame = Schemas['SocketServerFrame'];
export type SocketClientFrame = Schemas['SocketClientFrame'];
export type ProblemBody = Schemas['Problem'];

/** An RFC 9457 answer, or a network failure (status 0, code `offline`). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly errors: { field: string; message: string }[];
  readonly retryAfterS: number | undefined;

  constructor(body: Partial<ProblemBody> & { status: number }) {
    super(body.detail || body.title || `HTTP ${body.status}`);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code ?? (body.status === 0 ? 'offline' : 'unknown');
    this.field = body.field;
    this.errors = body.errors ?? [];
    this.retryAfterS = body.retry_after_s;
  }

  /** Messages by field, to put beside the inputs. */
  byField(): Record<string, string> {
    const all: Record<string, string> = {};
    for (const error of this.errors) all[error.field] ??= error.message;
    if (this.field && !all[this.field]) all[this.field] = this.message;
    return all;
  }
}

let csrfToken = '';
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Headers every changing call made outside of `api` (uploads) must carry. */
export function changeHeaders(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': newKey() };
}

export function newKey(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16)).join('');
}

const withTokens: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') {
      request.headers.set('X-CSRF-Token', csrfToken);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey());
    }
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: '', fetch: (request) => globalThis.fetch(request) });
api.use(withTokens);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The answer's data; throws Problem for everything that is not a 2xx. */
export async function call<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem({ status: 0, code: 'offline', title: 'offline' });
  }
  if (!answer.response.ok) {
    const body = typeof answer.error === 'object' && answer.error ? (answer.error as Partial<ProblemBody>) : {};
    const retry = Number(answer.response.headers.get('Retry-After'));
    throw new Problem({
      ...body,
      status: answer.response.status,
      ...(body.retry_after_s === undefined && retry > 0 ? { retry_after_s: retry } : {}),
    });
  }
  return answer.data as T;
}
