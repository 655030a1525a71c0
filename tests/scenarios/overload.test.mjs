// More than the desk can do: who is told to come back, who gets in all the same, and what happens to the work of callers that left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Client, Desk, eventually } from '../support/desk.mjs';

const kPatienceMs = 40;
const kSoonMs = 2000; // generous for "at once" on a machine that has other things to do as well

let desk, owner, shop;
before(async () => {
  desk = await Desk.start({ args: ['--max-queue-wait-ms', String(kPatienceMs), '--reader-threads', '1'] });
  owner = await desk.setUp();
  shop = await owner.program('tickets:read', 'tickets:write');
});
after(() => desk.stop());

/** Another process takes the store's only place for writing, as a backup tool or a stalled disk would, until it is told to let go. */
async function holdTheStore() {
  const holder = spawn('python3', ['-uc',
    'import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=30,isolation_level=None)\nc.execute("BEGIN IMMEDIATE")\nprint("held")\nsys.stdin.read()\nc.execute("ROLLBACK")',
    `${desk.data}/peakdesk.db`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => holder.on('exit', resolve));
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve);
    ended.then((code) => reject(new Error(`the holder ended with ${code}`)));
  });
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

/** One request on a connection of its own. `answer` resolves with {status, headers, json}, or null when it was cut. */
function call(client, method, path, body, headers = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const socket = net.connect(Number(new URL(desk.url).port), '127.0.0.1');
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: desk', 'Connection: close', `Content-Length: ${Buffer.byteLength(text)}`];
  if (text) lines.push('Content-Type: application/json');
  if (client.key) lines.push(`Authorization: Bearer ${client.key}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  const sent = new Promise((resolve) => socket.write(lines.join('\r\n') + '\r\n\r\n' + text, resolve));
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  const answer = new Promise((resolve) =>
    socket.on('close', () => {
      const all = Buffer.concat(chunks).toString();
      const end = all.indexOf('\r\n\r\n');
      if (end < 0) return resolve(null);
      const [first, ...rest] = all.slice(0, end).split('\r\n');
      const found = Object.fromEntries(rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
      let json = null;
      try {
        json = JSON.parse(all.slice(end + 4));
      } catch {
        // chunked or cut; only statuses matter then
      }
      resolve({ status: Number(first.split(' ')[1]), headers: found, json });
    }));
  const leave = () => {
    socket.destroy();
    return answer;
  };
  return { sent, answer, leave };
}

const ticket = (name) => ({
  subject: name, channel: 'api', external_id: name, customer: { email: 'load@mail.test' },
  message: { from_agent: false, body_text: 'Where is it?' },
});
const order = (name) => call(shop, 'POST', '/api/tickets', ticket(name), { 'Idempotency-Key': name });
const health = async () => (await fetch(desk.url + '/health')).json();
const figure = async (name) => {
  const text = await (await fetch(desk.url + '/metrics')).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)[1]);
};
async function subjects() {
  const seen = [];
  for (let cursor = ''; cursor !== null; ) {
    const page = await owner.get('/api/tickets?limit=100&order_by=created_datetime:asc' + (cursor && '&cursor=' + encodeURIComponent(cursor)));
    seen.push(...page.data.map((one) => one.subject));
    cursor = page.meta.next_cursor;
  }
  return seen;
}

test('a store that stalls: machines are told at once to come back, screens go on, and who left costs nothing', { timeout: 120_000 }, async () => {
  const letGo = await holdTheStore();
  let released = false;
  try {
    // Few enough that all of them wait: a handful of writes is never refused, however slow the disk.
    const staying = [], leaving = [];
    for (let i = 0; i < 15; ++i) {
      staying.push({ name: `stay-${i}`, ...order(`stay-${i}`) });
      leaving.push({ name: `leave-${i}`, ...order(`leave-${i}`) });
    }
    await Promise.all([...staying, ...leaving].map((one) => one.sent));
    for (let i = 0; i < 40; ++i) staying.push({ name: `crowd-${i}`, ...order(`crowd-${i}`) });
    await Promise.all(staying.map((one) => one.sent));

    // What came before the desk knew of the stall waits; from then on nobody is left to wait.
    let began;
    const refused = await eventually(async () => {
      began = performance.now();
      const probe = order('probe');
      const answered = await Promise.race([probe.answer, new Promise((resolve) => setTimeout(resolve, kSoonMs, null))]);
      if (!answered) await probe.leave();
      return answered?.status === 503 && answered;
    }, 'machines are refused');
    assert.ok(performance.now() - began < kSoonMs);
    assert.ok(Number(refused.headers['retry-after']) >= 1);
    assert.equal(refused.headers['content-type'], 'application/problem+json');
    assert.equal(refused.json.code, 'overloaded');
    for (let i = 0; i < 20; ++i) assert.equal((await order(`refused-${i}`).answer).status, 503);

    // Screens and reading machines go on meanwhile.
    for (let i = 0; i < 20; ++i) assert.equal((await owner.request('GET', '/api/tickets')).status, 200);
    assert.equal((await shop.request('GET', '/api/tickets')).status, 200);
    assert.ok((await health()).queued_writes > 0);

    const gone = await Promise.all(leaving.map((one) => one.leave()));
    const answeredBefore = gone.filter(Boolean).map((one) => one.status);
    const droppedBefore = await figure('peakdesk_store_dropped_total');
    await letGo();
    released = true;

    const acknowledged = [];
    for (const one of staying) {
      const answered = await one.answer;
      assert.ok(answered, `${one.name} stayed and heard nothing`);
      assert.ok([201, 503].includes(answered.status), `${one.name}: ${answered.status}`);
      if (answered.status === 201) acknowledged.push({ name: one.name, id: answered.json.id });
    }
    assert.ok(acknowledged.length > 0);
    assert.ok(answeredBefore.every((status) => status === 503), `nothing could be stored, yet ${answeredBefore}`);

    const stored = (await subjects()).filter((name) => /^(stay|leave|crowd|probe|refused)/.test(name));
    // At most what the writer had in its hands already when its caller left.
    const unheard = stored.filter((name) => !acknowledged.some((one) => one.name === name));
    assert.ok(unheard.length <= 1, `stored for callers that left: ${unheard}`);
    assert.equal(new Set(stored).size, stored.length, 'nothing twice');
    assert.ok((await figure('peakdesk_store_dropped_total')) > droppedBefore, 'who left was noticed');

    // Everything before a later write has been decided: nothing goes on being created.
    await shop.post('/api/tickets', ticket('fence'));
    assert.deepEqual((await subjects()).filter((name) => name !== 'fence'), stored);

    // Asking again with the same key is safe, for who heard and for who did not.
    const [first] = acknowledged;
    const again = await shop.request('POST', '/api/tickets', ticket(first.name), { 'Idempotency-Key': first.name });
    assert.equal(again.status, 201);
    assert.equal(again.json.id, first.id);
    assert.equal(again.headers.get('idempotent-replay'), 'true');
    const late = 'leave-14';
    const made = await shop.request('POST', '/api/tickets', ticket(late), { 'Idempotency-Key': late });
    const twice = await shop.request('POST', '/api/tickets', ticket(late), { 'Idempotency-Key': late });
    assert.equal(made.status, 201);
    assert.equal(twice.json.id, made.json.id);
    assert.equal((await subjects()).filter((name) => name === late).length, 1);
  } finally {
    if (!released) await letGo();
  }
});

test('a flood of reading machines: they are shed, agents at their screens are not', { timeout: 120_000 }, async () => {
  for (let batch = 0; batch < 10; ++batch)
    await Promise.all(Array.from({ length: 20 }, (_, i) => shop.post('/api/tickets', ticket(`read-${batch}-${i}`))));
  const statuses = new Map();
  let screens = 0;
  for (let round = 0; round < 40 && !statuses.has(503); ++round) {
    const crowd = Array.from({ length: 400 }, () => call(shop, 'GET', '/api/tickets?limit=100'));
    await Promise.all(crowd.map((one) => one.sent));
    for (let i = 0; i < 5; ++i) {
      const answered = await owner.request('GET', '/api/tickets?limit=25');
      assert.equal(answered.status, 200, `a screen was refused: ${answered.text}`);
      ++screens;
    }
    for (const one of crowd) {
      const answered = await one.answer;
      assert.ok(answered, 'every caller hears something');
      statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
      if (answered.status === 503) assert.ok(Number(answered.headers['retry-after']) >= 1);
    }
  }
  assert.ok(screens > 0);
  assert.deepEqual([...statuses.keys()].sort(), [200, 503], 'some are served, some are told to come back');
  // And when the crowd is gone everybody is welcome.
  assert.equal((await shop.request('GET', '/api/tickets')).status, 200);
});
