// kill -9 in a loop under load: every acknowledged ticket is there afterwards, exactly once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, Desk } from '../support/desk.mjs';

test('no acknowledged ticket is lost or doubled by kill -9', { timeout: 240_000 }, async () => {
  const desk = await Desk.start();
  const owner = await desk.setUp();
  const key = (await owner.post('/api/api-keys', { name: 'load', scopes: ['tickets:read', 'tickets:write'] })).key;
  const acknowledged = new Map(); // external id -> ticket id
  const rounds = Number(process.env.PEAKDESK_CRASH_ROUNDS ?? 6);
  let serial = 0;

  for (let round = 0; round < rounds; ++round) {
    let running = true;
    const senders = Array.from({ length: 16 }, async () => {
      const client = new Client(desk.url, key);
      while (running) {
        const externalId = `crash-${round}-${++serial}`;
        try {
          const answer = await client.request('POST', '/api/tickets', {
            subject: externalId, channel: 'api', external_id: externalId, customer: { email: `${externalId}@mail.test` },
            message: { from_agent: false, body_text: 'x'.repeat(500) },
          }, { 'Idempotency-Key': externalId });
          if (answer.status === 201) acknowledged.set(externalId, answer.json.id);
        } catch {
          return; // the process is gone
        }
      }
    });
    const target = acknowledged.size + 150 + round * 40;
    while (acknowledged.size < target) await new Promise((resolve) => setTimeout(resolve, 5));
    await desk.kill();
    running = false;
    await Promise.all(senders);
    await desk.launch();
  }

  const client = new Client(desk.url, key);
  const seen = new Map();
  for (let cursor = ''; cursor !== null; ) {
    const page = await client.get('/api/tickets?limit=100&order_by=created_datetime:asc' + (cursor && '&cursor=' + encodeURIComponent(cursor)));
    for (const ticket of page.data) seen.set(ticket.subject, (seen.get(ticket.subject) ?? 0) + 1);
    cursor = page.meta.next_cursor;
  }
  const lost = [...acknowledged.keys()].filter((id) => !seen.has(id));
  const doubled = [...seen].filter(([, n]) => n > 1);
  assert.deepEqual(lost, []);
  assert.deepEqual(doubled, []);
  assert.ok(acknowledged.size > 800, `only ${acknowledged.size} acknowledged`);
  assert.match(desk.run('check', '--data', desk.data), /sound/);
  await desk.stop();
});
