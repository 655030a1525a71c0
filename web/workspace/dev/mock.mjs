// A stand-in for the server while working on screens alone: generated tickets, kept in memory, no rules. Never shipped, never a test.
// node dev/mock.mjs [port] serves the API and dist/.
import fs from 'node:fs';
import crypto from 'node:crypto';
import http from 'node:http';
import path from 'node:path';

const port = Number(process.argv[2] ?? 8090);
const count = Number(process.env.TICKETS ?? 10_000);
const dist = new URL('../dist', import.meta.url).pathname;
const iso = (ms) => new Date(ms).toISOString();
const now = Date.now();
let seed = 7;
const random = () => ((seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32);
const pick = (list) => list[Math.floor(random() * list.length)];

const customers = ['Léa Fontaine', 'Jonas Weber', 'Ana Souza', 'Olga Petrova', 'Marc Dubois', 'Sofía García', 'Emily Carter', 'Дмитрий Соколов', 'Hanna Schmidt', 'Tom Reilly', 'Camille Moreau', 'Lucas Almeida'].map((name, index) => ({
  id: index + 1, name, firstname: name.split(' ')[0], lastname: name.split(' ')[1], email: `${name.split(' ')[0].normalize('NFKD').replace(/[^\x20-\x7e]/g, '').toLowerCase() || 'dmitri'}@example.com`, locale: pick(['fr', 'de', 'en', 'ru']), timezone: null,
  note: index === 0 ? 'Prefers the pick-up point near the office.' : '', custom_fields: { size: 'M' }, external_id: `C-${1000 + index}`, addresses: [{ id: index + 1, channel: 'email', address: `c${index + 1}@example.com`, is_primary: true }], ticket_count: 3, open_ticket_count: 1, created_datetime: iso(now - 9e9), updated_datetime: iso(now - 9e7) }));
const users = ['Maya Lindt', 'Paul Vasseur', 'Inês Rocha'].map((name, index) => ({ id: index + 1, email: `${name.split(' ')[0].toLowerCase()}@shop.example`, name, firstname: name.split(' ')[0], lastname: name.split(' ')[1], bio: '', role: index === 0 ? 'owner' : 'agent', active: true, locale: process.env.LOCALE ?? 'en', timezone: 'Europe/Paris', teams: [{ id: 1, name: 'Returns' }], totp_enabled: index === 1, last_seen_datetime: iso(now), created_datetime: iso(now - 9e9) }));
const me = { ...users[0], signature_html: '<div>Maya</div>', preferences: {} };
const tags = [['late delivery', 'orange'], ['refund', 'red'], ['vip', 'violet'], ['size', 'blue'], ['gift', 'green']].map(([name, colour], index) => ({ id: index + 1, name, colour, description: '', ticket_count: 12 }));
const subjects = ['Where is my parcel?', 'Wrong size delivered', 'Remboursement de ma commande 10482', 'Can I still change the address?', 'Der Gutschein funktioniert nicht', 'Produto com defeito', 'Посылка не пришла', 'Gift wrapping for order 5521', 'Invoice for October', 'Dress arrived with a stain on the sleeve, what now?', 'Is the blue one coming back?', 'Cancel order please'];
const excerpts = ['Hello, I ordered last Monday and the tracking has not moved since. Could you check?', 'I asked for a 38 and received a 40. How do I exchange it?', 'Bonjour, cela fait dix jours que j’attends le remboursement.', 'Thank you, that was quick!', 'The code BLACK20 is refused at the checkout.'];
const tickets = Array.from({ length: count }, (_, index) => {
  const customer = customers[index % customers.length];
  const time = iso(now - index * 611_000 - 60_000);
  return { id: count - index + 100, number: count - index, subject: subjects[index % subjects.length], excerpt: excerpts[index % excerpts.length], status: index % 9 === 8 ? 'closed' : 'open', priority: index % 23 === 3 ? 'urgent' : index % 11 === 5 ? 'high' : 'normal', channel: 'email', via: 'email', language: 'en', customer: { id: customer.id, name: customer.name, email: customer.email }, assignee_user: index % 3 === 0 ? { id: 1 + (index % 2), name: users[index % 2].name } : null, assignee_team: index % 4 === 0 ? { id: 1, name: 'Returns' } : null, tags: index % 2 ? [tags[index % 5]] : index % 7 === 0 ? [tags[1], tags[2]] : [], is_unread: index % 5 < 2, spam: false, trashed_datetime: null, snooze_datetime: null, message_count: 1 + (index % 5), last_message_from_agent: index % 5 === 3, has_failed_message: index === 4, merged_into_id: null, created_datetime: time, updated_datetime: time, opened_datetime: time, closed_datetime: null, last_message_datetime: time, last_received_message_datetime: time, custom_fields: { order: String(10_000 + index) } };
});
const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
const views = ['inbox:is:open', 'mine:is:open assignee:me', 'unassigned:is:open assignee:none', 'mentions:mention:me', 'snoozed:is:snoozed', 'closed:is:closed', 'all:', 'spam:is:spam', 'trash:is:trash', ':is:open tag:refund', ':is:open priority:urgent'].map((text, index) => {
  const [key, ...filter] = text.split(':');
  return { id: index + 1, key: key || null, name: key || (index === 9 ? 'Refunds' : 'Urgent today'), icon: 'folder', position: index, shared: true, filter: filter.join(':'), order_by: 'last_message_datetime:desc', columns: ['subject'], count: null };
});
const inView = { inbox: (t) => t.status === 'open', mine: (t) => t.status === 'open' && t.assignee_user?.id === 1, unassigned: (t) => t.status === 'open' && !t.assignee_user, snoozed: (t) => t.status === 'snoozed', closed: (t) => t.status === 'closed', all: () => true };
const ofView = (view) => tickets.filter((t) => !t.trashed_datetime && !t.spam && (view.key ? (inView[view.key] ?? (() => false)) : view.id === 10 ? (u) => u.tags.some((tag) => tag.name === 'refund') : (u) => u.priority === 'urgent')(t));
const messages = new Map();
let lastMessage = 1;
const message = (ticket, more) => ({ id: lastMessage++, ticket_id: ticket.id, public: true, from_agent: false, channel: 'email', via: 'email', sender: { type: 'customer', id: ticket.customer.id, name: ticket.customer.name, email: ticket.customer.email }, source: { from: { name: ticket.customer.name, address: ticket.customer.email }, to: [{ name: 'Alpine Outfitters', address: 'help@shop.example' }], cc: [], bcc: [] }, subject: ticket.subject, body_text: '', body_html: null, stripped_text: '', stripped_html: null, has_quoted: false, remote_images: 0, attachments: [], state: 'received', failure_reason: null, mentions: [], message_id: null, created_datetime: iso(Date.parse(ticket.created_datetime) - 7e6), sent_datetime: null, failed_datetime: null, ...more });
const agent = (user) => ({ type: 'user', id: user.id, name: user.name, email: user.email });
function messagesOf(ticket) {
  if (!messages.has(ticket.id)) {
    const text = `Hello,\n\nI ordered the merino jacket last Monday (order 10482) and the tracking page https://track.example/PX482 has not moved since Tuesday. It is a present for Saturday, so I am getting a little nervous.\n\nCould you check where it is?\n\nThank you\n${ticket.customer.name}`;
    messages.set(ticket.id, [
      message(ticket, { body_text: `${text}\n\n> On Monday you wrote:\n> Your order has shipped`, stripped_text: text, has_quoted: true, attachments: [{ id: 1, name: 'label.pdf', content_type: 'application/pdf', size: 84_211, url: '/api/attachments/1', is_inline: false, content_id: null }] }),
      message(ticket, { public: false, from_agent: true, sender: agent(users[1]), body_text: 'Carrier says it sits in the Lyon depot. I asked them to push it.', stripped_text: 'Carrier says it sits in the Lyon depot. I asked them to push it.', state: 'stored', created_datetime: iso(Date.parse(ticket.created_datetime) - 5e6) }),
      message(ticket, { from_agent: true, sender: agent(users[0]), source: { from: null, to: [{ name: ticket.customer.name, address: ticket.customer.email }], cc: [], bcc: [] }, body_text: 'Good morning,\n\nI have spoken to the carrier: your parcel is at the Lyon depot and leaves tonight. You will have it on Thursday, well before Saturday.\n\nKind regards\nMaya', stripped_text: 'Good morning,\n\nI have spoken to the carrier: your parcel is at the Lyon depot and leaves tonight. You will have it on Thursday, well before Saturday.\n\nKind regards\nMaya', state: ticket.has_failed_message ? 'failed' : 'sent', failure_reason: ticket.has_failed_message ? 'The mailbox c5@example.com does not exist (550 5.1.1).' : null, created_datetime: iso(Date.parse(ticket.created_datetime) - 3e6) }),
      message(ticket, { body_html: '<p>Oh wonderful, <b>thank you</b>!</p><ul><li>Will it need a signature?</li><li>Can the neighbour take it?</li></ul><img alt="">', stripped_html: '<p>Oh wonderful, <b>thank you</b>!</p><ul><li>Will it need a signature?</li></ul><img>', stripped_text: 'Oh wonderful', remote_images: 2, created_datetime: ticket.created_datetime }),
    ]);
  }
  return messages.get(ticket.id);
}
const macros = ['Where is my order', 'Refund started', 'Exchange a size', 'Closing: thanks'].map((name, index) => ({ id: index + 1, external_id: null, name, intent: null, language: 'en', actions: [{ name: 'setResponseText', arguments: { body_text: 'Hi {{ticket.customer.firstname}},\n\nyour parcel {{ticket.customer.integrations.shopify.orders[0].tracking}} is on its way.', body_html: '' } }, { name: 'addTags', arguments: { tags: 'late delivery' } }], usage: 42 - index, archived: false, created_datetime: iso(now), updated_datetime: iso(now) }));
const mailboxes = [{ id: 1, name: 'Help', address: 'help@shop.example', from_name: 'Alpine Outfitters', team_id: null, signature_html: '', imap: { host: 'imap.shop.example', port: 993, tls: 'tls', user: 'help', folder: 'INBOX' }, smtp: { host: 'smtp.shop.example', port: 587, tls: 'starttls', user: 'help' }, dkim: null, send_per_minute: 30, active: true, state: 'connected', last_error: null, last_checked_datetime: iso(now) }, { id: 2, name: 'Returns', address: 'returns@shop.example', from_name: '', team_id: 1, signature_html: '', imap: null, smtp: null, dkim: null, send_per_minute: 30, active: true, state: 'failing', last_error: 'The server refused the password. Gmail wants an app password here.', last_checked_datetime: iso(now - 6e5) }];
const list = (data, next = null) => ({ data, meta: { next_cursor: next, prev_cursor: null } });
const full = (ticket) => ({ ...ticket, mailbox: { id: 1, name: 'Help', address: 'help@shop.example' }, external_id: null, from_agent: false, drafts: ticket.drafts ?? [], reply_to: { channel: 'email', from_mailbox_id: 1, to: [{ name: ticket.customer.name, address: ticket.customer.email }], cc: [] } });
const change = (ticket, body) => {
  for (const key of ['subject', 'status', 'priority', 'is_unread', 'spam']) if (body[key] !== undefined) ticket[key] = body[key];
  if (body.snooze_datetime) Object.assign(ticket, { status: 'snoozed', snooze_datetime: body.snooze_datetime });
  if (body.trashed !== undefined) ticket.trashed_datetime = body.trashed ? iso(Date.now()) : null;
  if (body.assignee_user_id !== undefined) ticket.assignee_user = users.find((user) => user.id === body.assignee_user_id) ?? null;
  for (const name of body.add_tags ?? []) ticket.tags = [...ticket.tags.filter((tag) => tag.name !== name), tags.find((tag) => tag.name === name) ?? { id: 99, name, colour: 'grey' }];
  for (const name of body.remove_tags ?? []) ticket.tags = ticket.tags.filter((tag) => tag.name !== name);
  if (body.custom_fields) Object.assign(ticket.custom_fields, body.custom_fields);
  ticket.updated_datetime = iso(Date.now());
  return ticket;
};
let signedIn = process.env.SIGNED_OUT ? false : true;
const session = () => ({ user: me, account: { id: 1, name: 'Alpine Outfitters', locale: 'en', timezone: 'Europe/Paris' }, csrf_token: 'x', permissions: ['*'] });
const operations = new Map();
const routes = [
  ['GET', /^\/api\/setup$/, () => ({ needs_setup: !!process.env.SETUP, version: '1' })],
  ['POST', /^\/api\/setup$/, () => ((signedIn = true), session())],
  ['GET', /^\/api\/session$/, () => (signedIn ? session() : [401, { code: 'no_session', status: 401, title: 'Not signed in' }])],
  ['POST', /^\/api\/session$/, (_, __, body) => (body.password === 'wrong' ? [401, { code: 'wrong_credentials', status: 401, title: 'no' }] : body.password === 'totp' && !body.code ? [401, { code: 'totp_required', status: 401, title: 'no' }] : ((signedIn = true), session()))],
  ['DELETE', /^\/api\/session$/, () => ((signedIn = false), [204])],
  ['GET', /^\/api\/sessions$/, () => list([{ id: 1, ip: '127.0.0.1', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156', created_datetime: iso(now), last_seen_datetime: iso(now), current: true }, { id: 2, ip: '10.0.0.7', user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS) Safari/604', created_datetime: iso(now), last_seen_datetime: iso(now - 9e6), current: false }])],
  ['PATCH', /^\/api\/profile$/, (_, __, body) => Object.assign(me, body)],
  ['POST', /^\/api\/profile\/totp$/, () => ({ secret: 'JBSWY3DPEHPK3PXP', otpauth_uri: 'otpauth://totp/x', qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h3v3H0zM5 0h3v3H5zM0 5h3v3H0zM4 4h1v1H4zM6 6h2v2H6z"/></svg>' })],
  ['GET', /^\/api\/users$/, () => list(users)],
  ['GET', /^\/api\/teams$/, () => list([{ id: 1, name: 'Returns', description: 'Refunds and exchanges', member_ids: [1, 2], created_datetime: iso(now), updated_datetime: iso(now) }])],
  ['GET', /^\/api\/tags$/, () => list(tags)],
  ['GET', /^\/api\/views$/, () => list(views)],
  ['GET', /^\/api\/views\/counts$/, () => ({ counts: Object.fromEntries(views.map((view) => [view.id, ofView(view).length])) })],
  ['GET', /^\/api\/custom-fields$/, () => list([{ id: 1, object: 'ticket', key: 'order', label: 'Order number', type: 'text', options: [], position: 0 }, { id: 2, object: 'customer', key: 'size', label: 'Usual size', type: 'select', options: ['S', 'M', 'L'], position: 0 }])],
  ['GET', /^\/api\/tickets$/, (_, query) => {
    const all = query.get('view_id') ? ofView(views.find((view) => view.id === Number(query.get('view_id')))) : query.get('customer_id') ? tickets.filter((t) => t.customer.id === Number(query.get('customer_id'))) : tickets;
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit') ?? 30);
    return list(all.slice(from, from + limit), from + limit < all.length ? String(from + limit) : null);
  }],
  ['POST', /^\/api\/tickets\/bulk$/, (_, __, body) => { const ids = body.ticket_ids ?? ofView(views.find((view) => view.id === body.view_id)).map((t) => t.id); ids.forEach((id) => change(byId.get(id), body.changes)); const operation = { id: operations.size + 1, kind: 'bulk', state: 'done', total: ids.length, done: ids.length, failed: 0, can_undo: true, created_datetime: iso(Date.now()) }; operations.set(operation.id, operation); return [202, { ...operation, state: 'running', done: 0 }]; }],
  ['GET', /^\/api\/operations\/(\d+)$/, ([id]) => operations.get(Number(id))],
  ['POST', /^\/api\/operations\/(\d+)\/undo$/, ([id]) => [202, { ...operations.get(Number(id)), state: 'undone' }]],
  ['GET', /^\/api\/tickets\/(\d+)$/, ([id]) => (byId.has(Number(id)) ? full(byId.get(Number(id))) : [404, { status: 404, code: 'not_found', title: 'No such ticket' }])],
  ['PATCH', /^\/api\/tickets\/(\d+)$/, ([id], __, body) => full(change(byId.get(Number(id)), body))],
  ['GET', /^\/api\/tickets\/(\d+)\/messages$/, ([id]) => list([...messagesOf(byId.get(Number(id)))].reverse())],
  ['POST', /^\/api\/tickets\/(\d+)\/messages$/, ([id], __, body) => { const ticket = byId.get(Number(id)); const made = message(ticket, { ...body, from_agent: true, public: body.public !== false, sender: agent(me), stripped_text: body.body_text, stripped_html: body.body_html, attachments: [], source: { from: null, to: body.to ?? [], cc: [], bcc: [] }, state: body.public === false ? 'stored' : 'queued', created_datetime: iso(Date.now()) }); messagesOf(ticket).push(made); if (body.status) change(ticket, body); return [201, made]; }],
  ['GET', /^\/api\/tickets\/(\d+)\/events$/, ([id]) => list([{ id: 3, name: 'ticket.tagged', ticket_id: Number(id), actor: { kind: 'user', id: 1, name: 'Maya Lindt' }, payload: { added: ['refund'], removed: [] }, cause_id: null, created_datetime: iso(now) }, { id: 1, name: 'ticket.created', ticket_id: Number(id), actor: { kind: 'customer', id: 1, name: 'Léa Fontaine' }, payload: {}, cause_id: null, created_datetime: iso(now - 8e6) }])],
  ['PUT', /^\/api\/tickets\/(\d+)\/draft$/, ([id], __, body) => { const draft = { user: { id: 1, name: me.name }, attachments: [], updated_datetime: iso(Date.now()), ...body }; byId.get(Number(id)).drafts = [draft]; return draft; }],
  ['DELETE', /^\/api\/tickets\/(\d+)\/draft$/, ([id]) => { byId.get(Number(id)).drafts = []; return [204]; }],
  ['GET', /^\/api\/customers$/, (_, query) => list(customers.filter((one) => one.name.toLowerCase().includes((query.get('search') ?? '').toLowerCase())))],
  ['GET', /^\/api\/customers\/(\d+)$/, ([id]) => customers[Number(id) - 1]],
  ['PATCH', /^\/api\/customers\/(\d+)$/, ([id], __, body) => Object.assign(customers[Number(id) - 1], body)],
  ['GET', /^\/api\/customers\/(\d+)\/timeline$/, ([id]) => list(tickets.filter((t) => t.customer.id === Number(id)).slice(0, 6).map((ticket) => ({ kind: 'ticket', ticket })))],
  ['GET', /^\/api\/macros$/, (_, query) => list(macros.filter((macro) => macro.name.toLowerCase().includes((query.get('search') ?? '').toLowerCase())))],
  ['POST', /^\/api\/macros\/(\d+)\/preview$/, () => ({ body_html: '<p>Hi Léa,</p><p>your parcel {{ticket.customer.integrations.shopify.orders[0].tracking}} is on its way.</p>', body_text: '', missing: [{ variable: 'x', position: 3 }], actions: [{ name: 'addTags', arguments: { tags: 'late delivery' } }] })],
  ['GET', /^\/api\/search$/, (_, query) => (query.get('q').includes('is:wrong') ? [422, { status: 422, code: 'invalid', title: 'Invalid', detail: '`is:wrong` is unknown; is: takes open, closed, snoozed', field: 'q' }] : list([...tickets.slice(0, 8).map((ticket, i) => ({ type: i % 2 ? 'message' : 'ticket', ticket, snippet: ticket.excerpt.replace('the', '\u0002the\u0003') })), { type: 'customer', customer: customers[0], snippet: '' }]))],
  ['GET', /^\/api\/mailboxes$/, () => list(mailboxes)],
  ['POST', /^\/api\/mailboxes\/test$/, () => ({ imap: { ok: true, step: 'done', message: '', advice: '' }, smtp: { ok: false, step: 'sign_in', message: '535 5.7.8 Authentication failed', advice: 'Check the password. Some providers want an app password made for this purpose.' } })],
  ['GET', /^\/api\/set-aside-mails$/, () => list([{ id: 1, mailbox: { id: 1, name: 'Help' }, from: 'newsletter@example.com', subject: 'Re: [SPAM] ???', size: 58_000_000, reason: 'Larger than the 50 MB this desk takes in', created_datetime: iso(now) }])],
  ['GET', /^\/api\/forms$/, () => list([])],
  ['GET', /^\/api\/account$/, () => ({ id: 1, name: 'Alpine Outfitters', domain: 'shop.example', locale: 'en', timezone: 'Europe/Paris', created_datetime: iso(now) })],
  ['GET', /^\/api\/api-keys$/, () => list([{ id: 1, name: 'Order sync', prefix: 'pk_4f2a', scopes: ['tickets:read', 'customers:read'], created_by: null, created_datetime: iso(now), expires_datetime: null, last_used_datetime: iso(now) }])],
  ['GET', /^\/api\/jobs$/, () => list([{ id: 1, kind: 'email.send', state: 'dead', attempts: 8, last_error: 'Connection refused by smtp.shop.example:587', next_attempt_datetime: null, created_datetime: iso(now), updated_datetime: iso(now) }])],
  ['GET', /^\/api\/audit-log$/, () => list([{ id: 1, actor: { kind: 'user', id: 1, name: 'Maya Lindt' }, action: 'user.created', target: { kind: 'user', id: 2, name: 'Paul Vasseur' }, ip: '127.0.0.1', payload: {}, created_datetime: iso(now) }])],
];
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'";
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const html = /^\/api\/messages\/(\d+)\/html$/.exec(url.pathname);
    if (html) {
      const found = [...messages.values()].flat().find((one) => one.id === Number(html[1]));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:" });
      response.end(`<!doctype html><style>body{margin:0;font:14px/1.5 system-ui;color:#16211f}</style>${found?.body_html ?? ''}`);
      return;
    }
    if (url.pathname.startsWith('/api/attachments') && request.method === 'POST') { response.writeHead(201, { 'content-type': 'application/json' }); response.end(JSON.stringify({ id: 50 + chunks.length, name: url.searchParams.get('name'), content_type: url.searchParams.get('content_type'), size: Buffer.concat(chunks).length, url: '/api/attachments/50', is_inline: false, content_id: null })); return; }
    if (url.pathname.startsWith('/api/')) {
      const route = routes.find(([method, pattern]) => method === request.method && pattern.test(url.pathname));
      const text = Buffer.concat(chunks).toString();
      let answer = [404, { status: 404, code: 'not_found', title: `Nothing at ${request.method} ${url.pathname}` }];
      try { if (route) answer = route[2](route[1].exec(url.pathname).slice(1), url.searchParams, text ? JSON.parse(text) : {}); } catch { /* stays 404 */ }
      const [status, body] = Array.isArray(answer) ? answer : [200, answer];
      response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
      return;
    }
    let file = path.join(dist, url.pathname);
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) file = path.join(dist, 'index.html');
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
    fs.createReadStream(file).pipe(response);
  });
});
// A socket that opens and says nothing: enough for the workspace to feel connected.
server.on('upgrade', (request, socket) => {
  const accept = crypto.createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => socket.destroy());
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
