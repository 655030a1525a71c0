// The API from outside, over the real binary: what a shop's own programs and the screens rely on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Client, Desk, eventually, root } from '../support/desk.mjs';

let desk, owner, shop;
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
  shop = await owner.program('tickets:read', 'tickets:write');
});
after(() => desk.stop());

const question = (over = {}) => ({
  subject: 'Where is my parcel?',
  channel: 'api',
  customer: { email: 'ana@mail.test', name: 'Ana Diaz' },
  message: { from_agent: false, body_text: 'Hello, where is order 1001? Merci, ça fait déjà dix jours.' },
  ...over,
});

test('the first start asks for set-up once, and never again', async () => {
  const stranger = new Client(desk.url);
  assert.equal((await stranger.get('/api/setup')).needs_setup, false);
  const again = await stranger.request('POST', '/api/setup', {
    shop_name: 'X', name: 'X', email: 'x@shop.test', password: 'a long enough password', locale: 'en', timezone: 'UTC',
  });
  assert.equal(again.status, 409);
});

test('links shown lead to the port the server took, when it was told to take any', async () => {
  const invited = await owner.post('/api/users', { email: 'ines@shop.test', name: 'Ines', role: 'agent' });
  assert.ok(invited.invite_url.startsWith(`${desk.url}/password-reset/`), invited.invite_url);
  const again = await owner.post(`/api/users/${invited.id}/reset-link`);
  assert.ok(again.url.startsWith(`${desk.url}/password-reset/`), again.url);
  const form = await owner.post('/api/forms', { name: 'Ask us' });
  assert.equal((await fetch(form.page_url)).status, 200);
});

test('without credentials nothing is shown, and a wrong password says no more than that', async () => {
  const stranger = new Client(desk.url);
  assert.equal((await stranger.request('GET', '/api/tickets')).status, 401);
  const wrong = await stranger.request('POST', '/api/session', { email: 'owner@shop.test', password: 'not this one at all' });
  const unknown = await stranger.request('POST', '/api/session', { email: 'nobody@shop.test', password: 'not this one at all' });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.json.code, 'wrong_credentials');
  assert.equal(wrong.json.detail, unknown.json.detail);
});

test('what a message wants is known as soon as the message is', async () => {
  const shopper = { email: 'at-once@mail.test', name: 'At Once' };
  const ids = [];
  for (let i = 0; i < 5; ++i) ids.push((await shop.post('/api/tickets', question({ customer: shopper }))).id);
  const insights = await owner.get(`/api/tickets/${ids.at(-1)}/insights`);
  assert.deepEqual(insights.messages.map((message) => message.intents[0]?.label), ['shipping/status']);
  const listed = await owner.get('/api/tickets?q=' + encodeURIComponent('intent:shipping/status customer:at-once@mail.test'));
  assert.deepEqual(listed.data.map((ticket) => ticket.id).sort(), ids.sort());
});

test('a question becomes a ticket that lists, opens, is found and is answered', async () => {
  const made = await shop.post('/api/tickets', question());
  assert.equal(made.status, 'open');
  assert.equal(made.customer.email, 'ana@mail.test');
  const listed = await owner.get('/api/tickets?q=is:open');
  assert.ok(listed.data.some((t) => t.id === made.id));
  const messages = await owner.get(`/api/tickets/${made.id}/messages`);
  assert.equal(messages.data.length, 1);
  assert.equal(messages.data[0].from_agent, false);
  const found = await eventually(async () => {
    const hits = await owner.get('/api/search?q=' + encodeURIComponent('deja dix jours'));
    return hits.data.find((hit) => hit.ticket?.id === made.id);
  }, 'search finds the ticket without accents');
  assert.ok(found);
  const answer = await owner.post(`/api/tickets/${made.id}/messages`, { public: true, body_text: 'It is on its way.', status: 'closed' });
  assert.equal(answer.from_agent, true);
  assert.equal((await owner.get(`/api/tickets/${made.id}`)).status, 'closed');
});

test('a change carries through: assign, tag, priority, snooze; history tells who and what', async () => {
  const made = await shop.post('/api/tickets', question({ subject: 'Change me' }));
  const changed = await owner.patch(`/api/tickets/${made.id}`, {
    priority: 'urgent', assignee_user_id: owner.user.id, add_tags: ['vip', 'damaged'], snooze_datetime: new Date(Date.now() + 3600e3).toISOString(),
  });
  assert.equal(changed.priority, 'urgent');
  assert.equal(changed.status, 'snoozed');
  assert.deepEqual(changed.tags.map((t) => t.name).sort(), ['damaged', 'vip']);
  const history = await owner.get(`/api/tickets/${made.id}/events`);
  const names = history.data.map((e) => e.name);
  for (const name of ['ticket.created', 'ticket.assigned', 'ticket.tagged', 'ticket.priority_changed', 'ticket.status_changed'])
    assert.ok(names.includes(name), `${name} in ${names}`);
  assert.equal(history.data.find((e) => e.name === 'ticket.tagged').actor.name, 'Olive Owner');
});

test('a snoozed ticket comes back by itself', async () => {
  const made = await shop.post('/api/tickets', question({ subject: 'Sleepy' }));
  await owner.patch(`/api/tickets/${made.id}`, { snooze_datetime: new Date(Date.now() + 1200).toISOString() });
  assert.equal((await owner.get(`/api/tickets/${made.id}`)).status, 'snoozed');
  await eventually(async () => (await owner.get(`/api/tickets/${made.id}`)).status === 'open', 'the ticket wakes');
});

test('two agents answering at once: the second is warned, and may insist', async () => {
  const made = await shop.post('/api/tickets', question({ subject: 'Collision' }));
  const seen = (await owner.get(`/api/tickets/${made.id}/messages`)).data[0].id;
  await owner.post('/api/users', { email: 'agent@shop.test', name: 'Abel Agent', role: 'agent', password: 'another long password' });
  const agent = new Client(desk.url);
  await agent.signIn('agent@shop.test', 'another long password');
  await agent.post(`/api/tickets/${made.id}/messages`, { public: true, body_text: 'First', last_seen_message_id: seen });
  const second = await owner.request('POST', `/api/tickets/${made.id}/messages`, { public: true, body_text: 'Second', last_seen_message_id: seen });
  assert.equal(second.status, 409);
  assert.equal(second.json.code, 'newer_message');
  await owner.post(`/api/tickets/${made.id}/messages`, { public: true, body_text: 'Second', last_seen_message_id: seen, force: true });
});

test('merge moves everything and can be undone', async () => {
  const into = await shop.post('/api/tickets', question({ subject: 'Stays' }));
  const from = await shop.post('/api/tickets', question({ subject: 'Goes' }));
  const merged = await owner.post(`/api/tickets/${into.id}/merge`, { from_ticket_ids: [from.id] });
  assert.equal((await owner.get(`/api/tickets/${into.id}/messages`)).data.length, 2);
  assert.equal((await owner.get(`/api/tickets/${from.id}`)).merged_into_id, into.id);
  await owner.post(`/api/operations/${merged.operation_id}/undo`);
  await eventually(async () => (await owner.get(`/api/tickets/${into.id}/messages`)).data.length === 1, 'the merge is undone');
});

test('a whole view is changed with progress, and undone', async () => {
  for (let i = 0; i < 30; ++i) await shop.post('/api/tickets', question({ subject: `Bulk ${i}`, tags: ['bulk'] }));
  const operation = await owner.post('/api/tickets/bulk', { q: 'tag:bulk is:open', changes: { priority: 'low', status: 'closed' } });
  const done = await eventually(async () => {
    const now = await owner.get(`/api/operations/${operation.id}`);
    return now.state === 'done' && now;
  }, 'the bulk change ends');
  assert.equal(done.done, 30);
  assert.equal((await owner.get('/api/tickets?q=' + encodeURIComponent('tag:bulk is:closed priority:low') + '&limit=100')).data.length, 30);
  await owner.post(`/api/operations/${operation.id}/undo`);
  await eventually(async () => (await owner.get('/api/tickets?q=' + encodeURIComponent('tag:bulk is:open') + '&limit=100')).data.length === 30, 'the undo ends');
});

test('pages go forth and back by cursor and miss nothing', async () => {
  const all = [];
  let cursor = '';
  do {
    const page = await owner.get(`/api/tickets?q=${encodeURIComponent('tag:bulk')}&limit=7${cursor && '&cursor=' + encodeURIComponent(cursor)}`);
    all.push(...page.data.map((t) => t.id));
    cursor = page.meta.next_cursor;
  } while (cursor);
  assert.equal(new Set(all).size, 30);
});

test('a repeated Idempotency-Key gets the first answer; another body under it is refused', async () => {
  const headers = { 'Idempotency-Key': 'order-77' };
  const first = await shop.request('POST', '/api/tickets', question({ subject: 'Once' }), headers);
  const second = await shop.request('POST', '/api/tickets', question({ subject: 'Once' }), headers);
  assert.equal(first.status, 201);
  assert.equal(second.text, first.text);
  assert.equal(second.headers.get('idempotent-replay'), 'true');
  const other = await shop.request('POST', '/api/tickets', question({ subject: 'Twice' }), headers);
  assert.equal(other.status, 409);
  assert.equal(other.json.code, 'idempotency_key_reused');
});

test('bad input names the field and the way out', async () => {
  const cases = [
    ['POST', '/api/tickets', { subject: 'x', channel: 'api', customer: { email: 'a@b.test' } }, 422],
    ['POST', '/api/tickets', question({ priority: 'very' }), 422, 'priority'],
    ['POST', '/api/tickets', question({ subjekt: 'x' }), 422, 'subjekt'],
    ['GET', '/api/tickets?q=' + encodeURIComponent('is:opne'), undefined, 422],
    ['GET', '/api/tickets?limit=many', undefined, 422, 'limit'],
    ['GET', '/api/tickets/123', undefined, 404],
    ['GET', '/api/nothing-here', undefined, 404],
  ];
  for (const [method, path, body, status, field] of cases) {
    const answer = await owner.request(method, path, body);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    assert.match(answer.headers.get('content-type'), /problem\+json/);
    assert.ok(answer.json.detail.length > 10);
    if (field) assert.equal(answer.json.field, field);
  }
  const malformed = await owner.request('POST', '/api/tickets', '{"subject":', { 'Content-Type': 'application/json' });
  assert.equal(malformed.status, 422);
  assert.match(malformed.json.detail, /JSON/);
});

test('a program sees only what its key allows, and none after it is revoked', async () => {
  const made = await owner.post('/api/api-keys', { name: 'reader', scopes: ['tickets:read'] });
  const reader = new Client(desk.url, made.key);
  await reader.get('/api/tickets');
  assert.equal((await reader.request('POST', '/api/tickets', question())).status, 403);
  await owner.delete(`/api/api-keys/${made.id}`);
  assert.equal((await reader.request('GET', '/api/tickets')).status, 401);
});

test('a screen without its CSRF token changes nothing', async () => {
  const thief = new Client(desk.url);
  thief.cookie = owner.cookie;
  assert.equal((await thief.request('GET', '/api/tickets')).status, 200);
  const refused = await thief.request('POST', '/api/tickets', question());
  assert.equal(refused.status, 403);
  assert.equal(refused.json.code, 'csrf_failed');
});

test('macros fill their variables and say which are empty', async () => {
  const macro = await owner.post('/api/macros', {
    name: 'Hello',
    actions: [{ name: 'setResponseText', arguments: { body_text: 'Hi {{ticket.customer.firstname}}, order {{ticket.customer.integrations.shopify.orders[0].name}}' } }],
  });
  const ticket = await shop.post('/api/tickets', question({ subject: 'Macro' }));
  const preview = await owner.post(`/api/macros/${macro.id}/preview`, { ticket_id: ticket.id });
  assert.match(preview.body_text, /^Hi Ana/);
  assert.equal(preview.missing.length, 1);
});

test('a raw mail pushed by a mail server threads by its headers, never by a number in its subject', async () => {
  const program = await owner.program('channels:write', 'tickets:read');
  const mail = (id, subject, extra = '', body = 'Hello there') =>
    `From: Carla <carla@mail.test>\r\nTo: support@shop.test\r\nSubject: ${subject}\r\nMessage-ID: <${id}@mail.test>\r\nDate: Fri, 27 Nov 2026 10:00:00 +0000\r\n${extra}\r\n${body}\r\n`;
  const push = (text) => program.request('POST', '/api/channels/email/inbound', text, { 'Content-Type': 'message/rfc822' });
  const first = await push(mail('one', 'Broken zip'));
  assert.equal(first.status, 201, first.text);
  const again = await push(mail('one', 'Broken zip'));
  assert.equal(again.status, 200);
  assert.equal(again.json.message_id, first.json.message_id);
  const reply = await push(mail('two', 'Re: Broken zip', 'In-Reply-To: <one@mail.test>\r\nReferences: <one@mail.test>\r\n', 'Any news?\r\n\r\nOn Friday, Carla wrote:\r\n> Hello there'));
  assert.equal(reply.json.ticket_id, first.json.ticket_id);
  const ticket = await owner.get(`/api/tickets/${first.json.ticket_id}`);
  const stranger = await push(
    mail('three', `Re: [#${ticket.number}] Broken zip`).replaceAll('carla@mail.test', 'mallory@mail.test').replace('Carla', 'Mallory'));
  assert.equal(stranger.status, 201);
  assert.notEqual(stranger.json.ticket_id, first.json.ticket_id);
  const messages = await owner.get(`/api/tickets/${first.json.ticket_id}/messages`);
  assert.equal(messages.data[0].stripped_text, 'Any news?');
  const vacation = await push(mail('four', 'Out of office', 'Auto-Submitted: auto-replied\r\n'));
  assert.equal(vacation.status, 202, 'an automatic reply opens no ticket');
});

test('the contact form makes a ticket; a machine lands in the spam folder', async () => {
  const form = await owner.post('/api/forms', { name: 'Contact', title: 'Write to us' });
  const page = await fetch(`${desk.url}/forms/${form.public_key}`);
  const html = await page.text();
  assert.match(html, /Write to us/);
  assert.match(page.headers.get('content-security-policy'), /script-src 'self'/);
  const token = /name="token" value="([^"]+)"/.exec(html)[1];
  const send = (fields) =>
    fetch(`${desk.url}/forms/${form.public_key}/submissions`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  assert.equal((await send({ email: 'no address', message: 'x', token })).status, 422);
  const early = await send({ email: 'form@mail.test', message: 'Is the blue one back soon?', token });
  assert.equal(early.status, 422, 'faster than any person');
  await new Promise((resolve) => setTimeout(resolve, 3100)); // the guard's own three seconds
  assert.equal((await send({ email: 'form@mail.test', name: 'Fay', message: 'Is the blue one back soon?', token })).status, 201);
  const listed = await owner.get('/api/tickets?q=' + encodeURIComponent('customer:form@mail.test'));
  assert.equal(listed.data.length, 1);
  const spam = await send({ email: 'bot@mail.test', message: 'buy', website: 'http://spam.test', token: token });
  assert.equal(spam.status, 201);
});

test('events can be followed from outside, waiting for the next', async () => {
  const program = await owner.program('events:read', 'tickets:read');
  let after = 0;
  for (;;) {
    const page = await program.get(`/api/events?after=${after}&limit=100`);
    if (page.data.length === 0) break;
    after = page.data.at(-1).id;
  }
  const waiting = program.get(`/api/events?after=${after}&wait_s=20`);
  await shop.post('/api/tickets', question({ subject: 'Heard' }));
  const heard = await waiting;
  assert.ok(heard.data.length > 0);
});

test('a backup restores into a desk that answers the same', async () => {
  const to = desk.data + '-backup';
  const back = desk.data + '-restored';
  desk.run('backup', '--data', desk.data, '--to', to);
  desk.run('restore', '--from', to, '--data', back);
  assert.match(desk.run('check', '--data', back), /sound/);
  const twin = await Desk.start({ data: back });
  try {
    const client = new Client(twin.url);
    await client.signIn('owner@shop.test', 'a long enough password');
    const here = await owner.get('/api/tickets?q=tag:bulk&limit=100');
    const there = await client.get('/api/tickets?q=tag:bulk&limit=100');
    assert.deepEqual(there.data.map((t) => t.id), here.data.map((t) => t.id));
  } finally {
    await twin.stop();
  }
});

test('metrics speak Prometheus', async () => {
  const text = await (await fetch(desk.url + '/metrics')).text();
  assert.match(text, /^# TYPE peakdesk_store_writes_total counter$/m);
});

test('docs/api/openapi.yaml and the router name the same routes, roles and scopes', () => {
  const described = new Map();
  let path, method, entry;
  for (const line of readFileSync(`${root}/docs/api/openapi.yaml`, 'utf8').split('\n')) {
    let found;
    if ((found = /^  (\/[^\s:]*):\s*$/.exec(line))) path = found[1];
    else if (/^[a-z]/.test(line)) path = undefined;
    else if (path && (found = /^    (get|post|put|patch|delete):\s*$/.exec(line))) {
      method = found[1].toUpperCase();
      entry = { role: '', scope: '' };
      if (path !== '/ws') described.set(`${method} ${path}`, entry);
    } else if (path && (found = /^      x-role: (\S+)/.exec(line))) entry.role = found[1];
    else if (path && (found = /^      x-scope: (\S+)/.exec(line))) entry.scope = found[1] === 'null' ? '-' : found[1];
  }
  const served = new Map();
  for (const line of desk.run('routes').trim().split('\n')) {
    const [verb, pattern, role, scope] = line.split(' ');
    served.set(`${verb} ${pattern}`, { role, scope: scope === 'people_only' ? '-' : scope });
  }
  const names = (map) => [...map.keys()].sort();
  assert.deepEqual(names(served), names(described));
  const differing = names(served).filter((name) => JSON.stringify(served.get(name)) !== JSON.stringify(described.get(name)));
  assert.deepEqual(differing.map((n) => [n, served.get(n), described.get(n)]), []);
});
