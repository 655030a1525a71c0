// The machine's clock jumps while the desk runs: three hours ahead, then four hours back, as a clock that was wrong and is put right.
// libfaketime turns the clock of the desk alone; the monotonic one, which waits are measured by, goes on as in life.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk, eventually } from '../support/desk.mjs';

const hour = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'peakdesk-clock-'));
const dial = join(folder, 'offset');
const turn = (hours) => writeFileSync(dial, `${hours < 0 ? '' : '+'}${hours}h\n`);

let desk, owner, shop;
before(async () => {
  turn(0);
  desk = await Desk.start({ env: {
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1', FAKETIME_TIMESTAMP_FILE: dial, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1',
  } });
  owner = await desk.setUp();
  shop = await owner.program('tickets:read', 'tickets:write', 'events:read');
});
after(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const make = (subject) => shop.post('/api/tickets', { subject, customer: { email: 'ann@mail.test' }, message: { body_text: `About ${subject}` } });
const offset = (ticket) => Math.round((Date.parse(ticket.created_datetime) - Date.now()) / hour) || 0; // not -0
const prioritySet = async (ticket, priority) => {
  await eventually(async () => (await owner.get(`/api/tickets?q=${ticket.subject}`)).data.length === 1, `${ticket.subject} is found`, 30);
  await owner.post('/api/tickets/bulk', { q: ticket.subject, changes: { priority } });
  await eventually(async () => (await owner.get(`/api/tickets/${ticket.id}`)).priority === priority, `the change of many sets ${ticket.subject} to ${priority}`, 30);
};

test('the clock goes ahead and back, and nothing is lost, doubled, stuck or out of order', async () => {
  const first = await make('first');
  const asleep = await make('asleep');
  await owner.patch(`/api/tickets/${asleep.id}`, { status: 'snoozed', snooze_datetime: new Date(Date.now() + 2 * hour).toISOString() });
  assert.equal(offset(first), 0);
  const lastEvent = (await shop.get('/api/events?limit=100')).data.at(-1).id;

  turn(3);
  const ahead = await make('ahead');
  assert.equal(offset(ahead), 3, 'the desk goes by its machine');
  await eventually(async () => (await owner.get(`/api/tickets/${asleep.id}`)).status === 'open', 'the snoozed ticket comes back: its time is over', 30);
  await prioritySet(ahead, 'high');

  turn(-1);
  const behind = await make('behind');
  assert.equal(offset(behind), -1);
  assert.equal(behind.number, ahead.number + 1, 'numbers have no gap and no double');
  assert.ok(behind.id > ahead.id, 'what comes later has the larger id, whatever the clock says');
  await prioritySet(behind, 'urgent'); // jobs are done before it is as late as it once was

  const listed = (await owner.get('/api/tickets?limit=100')).data.map((ticket) => ticket.subject).sort();
  assert.deepEqual(listed, ['ahead', 'asleep', 'behind', 'first']);
  const told = (await shop.get(`/api/events?after=${lastEvent}&limit=100`)).data.filter((event) => event.name === 'ticket.created');
  assert.deepEqual(told.map((event) => event.ticket_id), [ahead.id, behind.id], 'who follows the events hears of each once, in order');
});
