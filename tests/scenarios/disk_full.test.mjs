// A disk without space: writing is refused in plain words and leaves nothing half done, reading goes on, and the desk comes back by itself.
// As root on a small file system of its own; otherwise under a limit on file sizes, which the desk meets in the same calls.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Desk } from '../support/desk.mjs';

const kMiB = 1 << 20;

async function onSmallDisk(use) {
  const place = mkdtempSync(join(tmpdir(), 'peakdesk-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', place], { stdio: 'pipe' });
  } catch (error) {
    rmSync(place, { recursive: true });
    return `file systems cannot be mounted here (${String(error.stderr).trim()})`;
  }
  try {
    await use(join(place, 'data'), () => execFileSync('mount', ['-o', 'remount,size=64m', place]));
  } finally {
    execFileSync('umount', ['--lazy', place]);
    rmSync(place, { recursive: true, force: true });
  }
  return '';
}

async function fillAndRecover(desk, makeRoom) {
  const owner = await desk.setUp();
  const shop = await owner.program('tickets:read', 'tickets:write');
  const ticket = (name) => ({
    subject: name, channel: 'api', external_id: name, customer: { email: `${name}@mail.test` },
    message: { from_agent: false, body_text: `${name} `.repeat(8000) },
  });
  const acknowledged = [];
  let refused;
  for (let i = 0; i < 2000 && !refused; ++i) {
    const answered = await shop.request('POST', '/api/tickets', ticket(`full-${i}`), { 'Idempotency-Key': `full-${i}` });
    if (answered.status === 201) acknowledged.push(`full-${i}`);
    else refused = { name: `full-${i}`, ...answered };
  }
  assert.ok(refused, 'the disk never filled');
  assert.equal(refused.status, 507, refused.text);
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  assert.equal(refused.json.code, 'storage_full');
  assert.match(refused.json.detail, /disk is full/);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.ok(acknowledged.length > 3);

  const subjects = async () => {
    const seen = [];
    for (let cursor = ''; cursor !== null; ) {
      const page = await owner.get('/api/tickets?limit=100' + (cursor && '&cursor=' + encodeURIComponent(cursor)));
      for (const one of page.data) {
        seen.push(one.subject);
        assert.equal((await owner.get(`/api/tickets/${one.id}/messages`)).data.length, 1, `${one.subject} has its message`);
      }
      cursor = page.meta.next_cursor;
    }
    return seen.sort();
  };
  // Reading goes on, a stored ticket is whole, a refused one left nothing.
  assert.deepEqual(await subjects(), [...acknowledged].sort());
  const health = await fetch(desk.url + '/health');
  assert.equal(health.status, 503);
  assert.equal((await health.json()).status, 'storage_full');
  const upload = await owner.request('POST', '/api/attachments?name=big.bin', new Uint8Array(8 * kMiB), { 'Content-Type': 'application/octet-stream' });
  assert.equal(upload.status, 507, upload.text);
  assert.deepEqual(readdirSync(join(desk.data, 'files', 'new')), [], 'no half-written file stays');

  makeRoom();
  const made = await shop.request('POST', '/api/tickets', ticket(refused.name), { 'Idempotency-Key': refused.name });
  assert.equal(made.status, 201, made.text);
  assert.equal((await fetch(desk.url + '/health')).status, 200, 'well again without anybody touching it');
  assert.deepEqual(await subjects(), [...acknowledged, refused.name].sort());
  assert.deepEqual((await desk.stop()).code, 0, desk.log);
  assert.match(desk.run('check', '--data', desk.data), /sound/);
}

test('a disk that fills up, and is given space again', { timeout: 180_000 }, async (t) => {
  const why = await onSmallDisk(async (data, makeRoom) => {
    const desk = await Desk.start({ data });
    try {
      await fillAndRecover(desk, makeRoom);
    } finally {
      await desk.kill();
    }
  });
  if (why) t.skip(why);
});

test('a limit on file sizes is met like a full disk', { timeout: 180_000 }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'peakdesk-limit-'));
  const desk = await Desk.start({ data });
  const limit = (bytes) => execFileSync('prlimit', ['--pid', String(desk.process.pid), `--fsize=${bytes}:`]);
  try {
    limit(6 * kMiB);
  } catch (error) {
    await desk.kill();
    rmSync(data, { recursive: true });
    return t.skip(`prlimit is not there (${error.message})`);
  }
  try {
    await fillAndRecover(desk, () => limit('unlimited'));
  } finally {
    await desk.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
