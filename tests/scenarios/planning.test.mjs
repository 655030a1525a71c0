// Planning from outside: a scenario is kept, estimated, computed in the background, exported, compared with what came.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Desk, eventually } from '../support/desk.mjs';

let desk, owner;
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
});
after(() => desk.stop());

const season = (over = {}) => ({
  start: '2026-11-23', days: 7, currency: 'EUR', shrinkage: 0.25,
  volume: { orders: [900, 900, 950, 1100, 3200, 2000, 1600], contact_rate: 0.3, sale_value: 50 },
  channel: [
    { name: 'phone', kind: 'call', share: 0.4, handle_s: 280, patience_s: 180, promise_s: 30, lost_value: 9, from_hour: 8, to_hour: 20 },
    { name: 'email', kind: 'mail', share: 0.6, handle_s: 300 },
  ],
  team: [{ name: 'Desk', agents: 8, people: ['Ana, the =first', 'Bo'], from_hour: 8, to_hour: 20, wage: 20 }],
  shift: [{ name: 'early', from_hour: 8, hours: 8.5 }, { name: 'late', from_hour: 11.5, hours: 8.5 }],
  help: { overtime_hours_per_agent_week: 5, outsourced_price: 32, outsourced_max_hours_week: 300 },
  ...over,
});
const day = (offset) => new Date(Date.UTC(2026, 10, 23) + offset * 864e5).toISOString().slice(0, 10);
const keep = (name, scenario) => owner.post('/api/planning/scenarios', { name, scenario });
async function computed(id, options = { runs: 4, roster_seconds: 2 }) {
  const run = await owner.post(`/api/planning/scenarios/${id}/runs`, options);
  return eventually(async () => {
    const now = await owner.get(`/api/planning/runs/${run.id}`);
    return ['done', 'failed', 'cancelled'].includes(now.state) && now;
  }, 'the run ends', 90);
}

test('a slip in a scenario names the key and the way out, and nothing is kept', async () => {
  for (const [change, field] of [
    [{ days: 0 }, 'scenario.days'], [{ start: '23.11.2026' }, 'scenario.start'], [{ agents: 3 }, 'scenario.agents'],
    [{ channel: [{ name: 'phone', share: 0.5 }] }, 'scenario.channel'], [{ days: 365 }, 'scenario.volume.orders'],
    [{ volume: { history: 'desk' }, days: 200 }, 'scenario.days'], [{ team: [{ agents: -1 }] }, 'scenario.team[0].agents'],
  ]) {
    const answer = await owner.request('POST', '/api/planning/scenarios', { name: 'x', scenario: season(change) });
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.equal(answer.json.field, field);
  }
  assert.deepEqual((await owner.get('/api/planning/scenarios')).data, []);
});

test('an estimate answers at once; more deflection never needs more people', async () => {
  const at = async (deflects) => (await owner.post('/api/planning/estimate', { scenario: season({ what_if: { deflects } }) })).summary;
  const [none, some] = [await at(0), await at(0.3)];
  assert.ok(Math.abs(some.contacts - 0.7 * none.contacts) < 1, `${some.contacts} of ${none.contacts}`);
  assert.ok(some.needed_hours < none.needed_hours);
  assert.ok(some.people < none.people);
  assert.equal(none.runs, 0);
});

test('a run rosters, rehearses and is exported; the next one says what changed', async () => {
  const made = await keep('Black Friday', season());
  const first = await computed(made.id);
  assert.equal(first.state, 'done', first.problem);
  const result = await owner.get(`/api/planning/runs/${first.id}/result`);
  assert.equal(result.needed.length, 7 * 48);
  assert.equal(result.rehearsal.runs, 4);
  assert.equal(result.roster.people.length, 8);
  assert.ok(result.roster.shifts.length > 20);
  for (let p = 0; p < 8; p += 1) assert.ok(result.roster.shifts.filter((s) => s.person === p).length <= 5, 'five days a week at most');

  const ics = await owner.request('GET', `/api/planning/runs/${first.id}/files/roster.ics`);
  assert.match(ics.headers.get('content-type'), /^text\/calendar/);
  assert.equal((ics.text.match(/BEGIN:VEVENT\r\n/g) ?? []).length, result.roster.shifts.length);
  assert.ok(ics.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  const mine = await owner.request('GET', `/api/planning/runs/${first.id}/files/roster.ics?person=Bo`);
  assert.equal((mine.text.match(/BEGIN:VEVENT/g) ?? []).length, result.roster.shifts.filter((s) => s.person === 1).length);
  const staffing = await owner.request('GET', `/api/planning/runs/${first.id}/files/staffing.csv`);
  assert.equal(staffing.text.trim().split('\n').length, 1 + 7 * 48);
  const roster = await owner.request('GET', `/api/planning/runs/${first.id}/files/roster.csv`);
  assert.match(roster.text, /"Ana, the =first",Desk,2026-11-/);
  assert.equal((await owner.request('GET', `/api/planning/runs/${first.id}/files/../secrets`)).status, 404);
  for (const [lang, word] of [['fr', 'Plan d’effectifs'], ['ru', 'План персонала']]) {
    const report = await owner.request('GET', `/api/planning/runs/${first.id}/report?lang=${lang}`);
    assert.match(report.text, new RegExp(`lang="${lang}"`));
    assert.match(report.text, new RegExp(word));
    assert.match(report.headers.get('content-security-policy'), /sandbox/);
  }

  await owner.patch(`/api/planning/scenarios/${made.id}`, { scenario: season({ team: [{ name: 'Desk', agents: 12, from_hour: 8, to_hour: 20, wage: 20 }] }) });
  const second = await computed(made.id);
  const changes = await owner.get(`/api/planning/runs/${second.id}/changes`);
  assert.equal(changes.before.id, first.id);
  assert.deepEqual(changes.inputs.find((change) => change.path === 'team[0].agents'), { path: 'team[0].agents', before: 8, after: 12 });
  assert.ok(second.summary.short_hours < first.summary.short_hours);
  const listed = (await owner.get('/api/planning/scenarios')).data.find((one) => one.id === made.id);
  assert.equal(listed.latest_result.id, second.id);
});

test('a run is ended early and keeps what it had', async () => {
  const made = await keep('Long', season({ shift: [], what_if: { volume_factor: 10 } }));
  const run = await owner.post(`/api/planning/scenarios/${made.id}/runs`, { runs: 1000 });
  assert.equal((await owner.request('POST', `/api/planning/scenarios/${made.id}/runs`, {})).json.code, 'already_running');
  await eventually(async () => (await owner.get(`/api/planning/runs/${run.id}`)).step === 'rehearsal', 'the rehearsal begins', 60);
  await owner.post(`/api/planning/runs/${run.id}/cancel`, {});
  const ended = await eventually(async () => {
    const now = await owner.get(`/api/planning/runs/${run.id}`);
    return now.state !== 'running' && now;
  }, 'the run ends', 30);
  assert.equal(ended.state, 'cancelled');
  const result = await owner.get(`/api/planning/runs/${run.id}/result`);
  assert.ok(result.rehearsal.runs < 1000);
  assert.ok(result.summary.needed_hours > 0);
});

test('an uploaded past is forecast, repaired aloud, and held against what came', async () => {
  // Two years of orders up to the Wednesday of the season: Mondays double, and the three days that came are half as many again.
  let csv = 'timestamp,value\n';
  for (let d = -730; d < 3; d += 1) csv += `${day(d)},${Math.round((((d % 7) + 7) % 7 === 0 ? 800 : 400) * (d >= 0 ? 1.5 : 1))}\n`;
  const known = csv.split('\n').slice(0, -4).join('\n') + '\n';
  const upload = (text, name) => owner.expect(201, 'POST', `/api/planning/series?name=${name}&kind=contacts`, text, { 'Content-Type': 'text/csv' });
  const series = await upload(known, 'past');
  assert.equal(series.step, 'day');
  assert.equal(series.points, 730);
  const wrong = await owner.request('POST', '/api/planning/series?name=x&kind=contacts', 'timestamp,value\n2026-01-01,abc\n', { 'Content-Type': 'text/csv' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.json.detail, /line 2/i);

  const made = await keep('From past', season({ shift: [], volume: { history: `series/${series.id}` } }));
  const run = await computed(made.id);
  assert.equal(run.state, 'done', run.problem);
  const { season: forecast, by_day } = await owner.get(`/api/planning/runs/${run.id}/result`);
  assert.ok(Math.abs(by_day[0].tickets - 800) < 120, `${by_day[0].tickets} on Monday`);
  assert.ok(Math.abs(by_day[2].tickets - 400) < 60, `${by_day[2].tickets} on Wednesday`);
  assert.equal(forecast.last_year[0], 800);
  assert.ok(forecast.low80[1] <= by_day[1].tickets && by_day[1].tickets <= forecast.high80[1]);

  const later = await upload(csv, 'later');
  await owner.patch(`/api/planning/scenarios/${made.id}`, { scenario: season({ shift: [], volume: { history: `series/${later.id}` } }) });
  const again = await computed(made.id);
  const stands = await owner.get(`/api/planning/runs/${again.id}/result`);
  assert.equal(stands.season.known_days, 3);
  assert.equal(stands.by_day[0].tickets, 1200);
  const actuals = await owner.get(`/api/planning/runs/${again.id}/actuals`);
  assert.equal(actuals.days[0].actual, 1200);
  assert.equal(actuals.days[0].was_known, true);
  assert.equal(actuals.compared_days, 0, 'what was known beforehand proves nothing');
});

test('the calendar: an outage of the scenario costs promises, dates are checked', async () => {
  const wrong = await owner.request('POST', '/api/planning/events', { name: 'Sale', start_date: '2026-11-27', end_date: '2026-11-20' });
  assert.equal(wrong.json.field, 'end_date');
  const event = await owner.post('/api/planning/events', { name: 'Payment down', kind: 'outage', start_date: '2026-11-25', contact_factor: 3 });
  assert.equal(event.end_date, '2026-11-25');
  const changed = await owner.patch(`/api/planning/events/${event.id}`, { contact_factor: 4 });
  assert.equal(changed.contact_factor, 4);
  await owner.delete(`/api/planning/events/${event.id}`);
  assert.deepEqual((await owner.get('/api/planning/events')).data, []);
});

test('the desk offers its own past, and agents read while leads edit', async () => {
  const shop = await owner.program('tickets:write', 'tickets:read');
  await shop.post('/api/tickets', { subject: 'Q', channel: 'chat', customer: { email: 'a@b.test', name: 'A' }, message: { from_agent: false, body_text: 'Hello' } });
  const past = await owner.get('/api/planning/desk');
  assert.equal(past.timezone, 'UTC');
  assert.equal(past.days, 0, 'today is not over, so it does not count yet');
  const reader = await owner.program('planning:read');
  assert.ok((await reader.get('/api/planning/scenarios')).data.length > 0);
  assert.equal((await reader.request('POST', '/api/planning/scenarios', { name: 'x', scenario: season() })).status, 403);
  assert.equal((await new Client(desk.url).request('GET', '/api/planning/scenarios')).status, 401);
});
