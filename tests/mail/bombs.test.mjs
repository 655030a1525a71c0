// Mails made to hurt: huge, endlessly nested, with a hundred thousand header lines. Each is taken in, or set aside with a reason a
// person can read, or refused naming the limit; the desk's memory stays bounded and everything else goes on meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, eventually } from '../support/desk.mjs';
import { MailServers } from '../support/mail.mjs';
import { whileAPersonWorks } from '../support/person.mjs';

const MiB = 1 << 20;
const mostMemory = 400; // MiB
let servers, desk, owner, program, mailbox;

before(async () => {
  servers = MailServers.start();
  desk = await Desk.start();
  owner = await desk.setUp();
  program = await owner.program('channels:write');
  const server = { host: '127.0.0.1', tls: 'none', password: 'secret' };
  mailbox = await owner.post('/api/mailboxes', {
    name: 'Support', address: 'support@shop.test',
    imap: { ...server, port: Number(servers.get('IMAP_PORT')), user: 'support@shop.test' },
    smtp: { ...server, port: Number(servers.get('SMTP_PORT')), user: '' },
  });
  await eventually(async () => (await owner.get(`/api/mailboxes/${mailbox.id}`)).state === 'connected', 'the mailbox connects');
});
after(async () => {
  await desk?.stop();
  servers?.stop();
});

const head = (name, more = '') => `From: ${name} <${name}@mail.test>\r\nTo: support@shop.test\r\nSubject: ${name}\r\nMessage-ID: <${name}@mail.test>\r\nMIME-Version: 1.0\r\n${more}`;
const plain = (name, body) => `${head(name)}\r\n${body}\r\n`;
const line = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n';
/** A mail of about `size` bytes: a short text and one attachment. */
const heavy = (name, size) =>
  head(name, 'Content-Type: multipart/mixed; boundary=cut\r\n') +
  '\r\n--cut\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--cut\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Disposition: attachment; filename=film.mp4\r\n' +
  'Content-Transfer-Encoding: base64\r\n\r\n' + line.repeat(Math.floor((size - 600) / line.length)) + '--cut--\r\n';

const ticketsOf = async (name) => (await owner.get('/api/tickets?limit=100&q=' + encodeURIComponent(`customer:${name}@mail.test`))).data;
const setAside = async (name) => (await owner.get('/api/set-aside-mails')).data.find((m) => m.subject === name || m.from === `${name}@mail.test`);
const push = (mail) => program.request('POST', '/api/channels/email/inbound', mail, { 'Content-Type': 'message/rfc822' });

test('a mail of nearly 50 MiB is taken in through IMAP, with its attachment, and nobody waits for it', async () => {
  desk.resetMemory();
  const film = heavy('film', 49 * MiB);
  const longest = await whileAPersonWorks(owner, async () => {
    await servers.sendMeanwhile('film@mail.test', 'support@shop.test', film);
    await eventually(async () => (await ticketsOf('film')).length === 1, 'the huge mail becomes a ticket', 60);
  });
  const [ticket] = await ticketsOf('film');
  const [message] = (await owner.get(`/api/tickets/${ticket.id}/messages`)).data;
  assert.equal(message.body_text.trim(), 'See the film.');
  assert.equal(message.attachments[0].name, 'film.mp4');
  assert.ok(message.attachments[0].size > 35 * MiB);
  assert.ok(desk.peakMemory() < mostMemory, `used ${desk.peakMemory()} MiB`);
  assert.ok(longest < 1000, `somebody waited ${longest} ms`);
});

test('a larger one is set aside unfetched with the limit in the reason, and the next mail comes in', async () => {
  desk.resetMemory();
  servers.send('toobig@mail.test', 'support@shop.test', heavy('toobig', 52 * MiB));
  servers.send('small@mail.test', 'support@shop.test', plain('small', 'After the huge one'));
  await eventually(async () => (await ticketsOf('small')).length === 1, 'the mail after it', 60);
  const waiting = (await owner.get('/api/set-aside-mails')).data.find((m) => m.size > 50 * MiB);
  assert.match(waiting.reason, /50 MiB/);
  assert.match(waiting.reason, /max-mail-mib/);
  assert.equal(waiting.from, 'toobig@mail.test', 'a person sees whose mail it is');
  assert.equal(waiting.subject, 'toobig');
  for (const [method, what] of [['POST', 'retry'], ['GET', 'raw']]) {
    const answer = await owner.request(method, `/api/set-aside-mails/${waiting.id}/${what}`);
    assert.equal(answer.status, 409, answer.text);
    assert.match(answer.json.detail, /still on the mail server/);
  }
  assert.ok(desk.peakMemory() < mostMemory, `used ${desk.peakMemory()} MiB`);
});

test('the larger one is fetched when a lead asks for it, bounded, and becomes a ticket', async () => {
  desk.resetMemory();
  const [waiting] = (await owner.get('/api/set-aside-mails')).data.filter((m) => m.subject === 'toobig');
  assert.ok(waiting.fetchable && !waiting.fetched);
  const fetchIt = (up_to_mib) => owner.request('POST', `/api/set-aside-mails/${waiting.id}/fetch`, { up_to_mib });
  assert.equal((await fetchIt(50)).status, 422, 'less than the mail has');
  assert.equal((await fetchIt(101)).status, 422, 'more than twice the limit');
  const longest = await whileAPersonWorks(owner, async () => {
    assert.equal((await fetchIt(60)).status, 204);
    assert.equal((await fetchIt(60)).status, 409, 'it is under way');
    await eventually(async () => (await ticketsOf('toobig')).length === 1, 'it becomes a ticket', 60);
  });
  const [message] = (await owner.get(`/api/tickets/${(await ticketsOf('toobig'))[0].id}/messages`)).data;
  assert.equal(message.attachments[0].name, 'film.mp4');
  assert.ok(!(await setAside('toobig')), 'it waits no longer');
  assert.ok(desk.peakMemory() < 2 * mostMemory, `used ${desk.peakMemory()} MiB`);
  assert.ok(longest < 1000, `somebody waited ${longest} ms`);
});

test('pushed in by HTTP: nearly 50 MiB is taken in, more is refused with 413 naming the limit', async () => {
  desk.resetMemory();
  let answer;
  const longest = await whileAPersonWorks(owner, async () => (answer = await push(heavy('pushed', 49 * MiB))));
  assert.equal(answer.status, 201, answer.text);
  const over = await push(heavy('overpushed', 52 * MiB));
  assert.equal(over.status, 413);
  assert.match(over.json.detail, /52428800|50 MiB/);
  assert.ok(desk.peakMemory() < mostMemory, `used ${desk.peakMemory()} MiB`);
  assert.ok(longest < 1000, `somebody waited ${longest} ms`);
});

test('several huge mails pushed at once stay within bounded memory', async () => {
  desk.resetMemory();
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => push(heavy(`crowd${n}`, 40 * MiB)).catch((error) => error)));
  for (const answer of answers) assert.ok([201, 429, 503].includes(answer.status), String(answer.status ?? answer));
  assert.ok(answers.some((a) => a.status === 201));
  assert.ok(desk.peakMemory() < 2 * mostMemory, `used ${desk.peakMemory()} MiB`);
});

const nested = (depth) => {
  let mail = head('nested', 'Content-Type: multipart/mixed; boundary=b0\r\n') + '\r\n';
  for (let i = 0; i < depth; i++) mail += `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`;
  return mail + `--b${depth}\r\nContent-Type: text/plain\r\n\r\ndeep\r\n`;
};
const matryoshka = (depth) => {
  let mail = head('matryoshka', 'Content-Type: message/rfc822\r\n') + '\r\n';
  for (let i = 0; i < depth; i++) mail += 'Subject: inner\r\nContent-Type: message/rfc822\r\n\r\n';
  return mail + 'Subject: last\r\n\r\ndeep\r\n';
};
/** Base64 in base64 in base64: every layer asks to be opened. */
const layers = (depth) => {
  let inner = Buffer.from('Subject: core\r\n\r\n' + 'A'.repeat(1000));
  for (let i = 0; i < depth; i++)
    inner = Buffer.from(`Subject: layer\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${inner.toString('base64')}`);
  return head('layers') + inner.toString().replace('Subject: layer\r\n', '');
};
const html = (name, body) => head(name, 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n') + '\r\n' + body.replace(/(.{900})/g, '$1\r\n') + '\r\n';
const bombs = {
  nested: nested(10_000),
  matryoshka: matryoshka(10_000),
  layers: layers(28),
  parts: head('parts', 'Content-Type: multipart/mixed; boundary=p\r\n') + '\r\n' + '--p\r\n\r\nx\r\n'.repeat(200_000) + '--p--\r\n',
  rulers: head('rulers', 'Content-Type: multipart/mixed; boundary="=="\r\n') + '\r\n' + '--==\r\n\r\nx\r\n'.repeat(200_000),
  continued: head('continued', 'Content-Type: multipart/mixed; boundary*0=a;\r\n boundary*1=b\r\n') + '\r\n' + '--ab\r\n\r\nx\r\n'.repeat(200_000),
  headers: head('headers', Array.from({ length: 100_000 }, (_, i) => `X-Line-${i}: a\r\n`).join('')) + '\r\nHello\r\n',
  subject: head('subject').replace('Subject: subject', 'Subject: ' + 'long '.repeat(20).concat('\r\n ').repeat(10_000)) + '\r\nHello\r\n',
  words: head('words').replace('Subject: words', 'Subject: ' + '=?utf-8?Q?=C3=A9=C3?=\r\n '.repeat(40_000)) + '\r\nHello\r\n',
  recipients: head('recipients', 'Cc: ' + Array.from({ length: 25_000 }, (_, i) => `a${i}@mail.test`).join(',\r\n ') + '\r\n') + '\r\nHello\r\n',
  soft: head('soft', 'Content-Transfer-Encoding: quoted-printable\r\n') + '\r\n' + '=\r\n'.repeat(2_000_000) + 'the end\r\n',
  tags: html('tags', '<b><i><a href=x><font>'.repeat(300_000)),
  depth: html('depth', '<div>'.repeat(1_000_000) + 'deep'),
  table: html('table', '<table><tr><td>'.repeat(300_000)),
  styles: html('styles', `<style>${'a{color:red}'.repeat(300_000)}</style><p style="${'a:b;'.repeat(200_000)}">x</p>`),
  quotes: plain('quotes', Array.from({ length: 3_000 }, (_, i) => '>'.repeat(i % 400) + ' On Monday, Ann <a@mail.test> wrote:').join('\r\n')),
};

for (const [name, mail] of Object.entries(bombs)) {
  test(`the bomb "${name}" (${(mail.length / MiB).toFixed(1)} MiB) is taken in or set aside with a reason, in seconds`, async () => {
    desk.resetMemory();
    const began = performance.now();
    let answer;
    const longest = await whileAPersonWorks(owner, async () => (answer = await push(mail)));
    const took = performance.now() - began;
    assert.ok([201, 202].includes(answer.status), answer.text);
    if (answer.status === 202) {
      assert.ok(answer.json.reason.length > 20, answer.text);
      assert.ok((await owner.get('/api/set-aside-mails')).data.some((m) => m.id === answer.json.set_aside), 'a person sees it');
    } else {
      const opened = await owner.get(`/api/tickets/${answer.json.ticket_id}/messages`);
      assert.ok(JSON.stringify(opened).length < 4 * MiB, 'what is shown of it stays small');
    }
    assert.ok(took < 10_000, `took ${took} ms`);
    assert.ok(longest < 1000, `somebody waited ${longest} ms`);
    assert.ok(desk.peakMemory() < mostMemory, `used ${desk.peakMemory()} MiB`);
  });
}

test('poison in the mailbox is set aside visibly, the mails behind it come in, and it can be tried again or dismissed', async () => {
  for (const name of ['nested', 'headers', 'parts']) servers.append('support@shop.test', bombs[name].replaceAll(`${name}@mail.test>`, `${name}-imap@mail.test>`));
  servers.append('support@shop.test', 'Subject: nobody wrote this\r\nMessage-ID: <nobody@mail.test>\r\n\r\nHello\r\n');
  servers.send('behind@mail.test', 'support@shop.test', plain('behind', 'Still here'));
  await eventually(async () => (await ticketsOf('behind')).length === 1, 'the mail behind the poison', 60);
  const nobody = (await owner.get('/api/set-aside-mails')).data.find((m) => m.subject === 'nobody wrote this');
  assert.match(nobody.reason, /sender/);
  assert.equal(nobody.mailbox.id, mailbox.id);
  assert.equal((await owner.get(`/api/mailboxes/${mailbox.id}`)).state, 'connected');
  const again = await owner.request('POST', `/api/set-aside-mails/${nobody.id}/retry`);
  assert.equal(again.status, 200);
  assert.match(again.json.reason, /sender/);
  const raw = await owner.request('GET', `/api/set-aside-mails/${nobody.id}/raw`);
  assert.match(raw.text, /nobody wrote this/);
  await owner.delete(`/api/set-aside-mails/${nobody.id}`);
  assert.ok(!(await owner.get('/api/set-aside-mails')).data.some((m) => m.id === nobody.id));
});
