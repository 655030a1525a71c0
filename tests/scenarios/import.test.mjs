// What another system knows comes in: old mails with their dates and threads, customers, macros, tickets. Twice makes nothing twice, and
// nothing goes out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk, binary, root } from '../support/desk.mjs';

let desk, owner, folder, smtp;
const contacts = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'peakdesk-import-'));
  smtp = createServer((socket) => contacts.push(socket.destroy()));
  await new Promise((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  desk = await Desk.start();
  owner = await desk.setUp();
  await owner.post('/api/mailboxes', { name: 'Support', address: 'support@shop.test', smtp: { host: '127.0.0.1', port: smtp.address().port, tls: 'none', user: '' } });
});
after(async () => {
  await desk?.stop();
  smtp?.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args) {
  const done = spawnSync(binary, ['import', args[0], '--data', desk.data, ...args.slice(1)], { encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}
const write = (name, text) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const tickets = async (q = '') => (await owner.get('/api/tickets?limit=100&q=' + encodeURIComponent(q))).data;
const messages = async (ticket) => (await owner.get(`/api/tickets/${ticket.id}/messages?limit=100`)).data.reverse();
const mail = (fields, body) => Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join('\n') + `\n\n${body}\n`;

const question = mail({ From: 'Ann <ann@mail.test>', To: 'support@shop.test', Subject: 'Lost parcel', 'Message-ID': '<q1@mail.test>', Date: 'Tue, 03 Mar 2020 09:00:00 +0000' }, 'Where is it?\n\nFrom here I see no van.\n>From the shop nothing came.');
const answer = mail({ From: 'Shop <support@shop.test>', To: 'ann@mail.test', Subject: 'Re: Lost parcel', 'Message-ID': '<a1@shop.test>', 'In-Reply-To': '<q1@mail.test>', Date: 'Tue, 03 Mar 2020 10:00:00 +0000' }, 'It comes tomorrow.');
const thanks = mail({ From: 'ann@mail.test', To: 'support@shop.test', Subject: 'Re: Lost parcel', 'Message-ID': '<q2@mail.test>', References: '<q1@mail.test> <a1@shop.test>', Date: 'Wed, 04 Mar 2020 08:00:00 +0000' }, 'Thanks!');
const fresh = (days) => mail({ From: 'Ben <ben@mail.test>', To: 'support@shop.test', Subject: 'New question', 'Message-ID': '<n1@mail.test>', Date: new Date(Date.now() - days * 86_400_000).toUTCString() }, 'Do you have it in red?');
const mbox = (...mails) => mails.map((text, i) => `From someone@mail.test Tue Mar  3 09:0${i}:00 2020\n${text}\n`).join('');

test('inbox and sent mails become conversations with their dates; old ones are closed; nothing goes out', async () => {
  // The answers stand in another file, and the thanks before the question: dates decide.
  const inbox = write('inbox.mbox', mbox(thanks, question, fresh(2)));
  const sent = write('sent.mbox', mbox(answer));
  const dry = run('mail', '--dry-run', inbox, sent);
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /4 mails found: 4 new/);
  assert.equal((await tickets()).length, 0);

  const done = run('mail', inbox, sent);
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /4 mails found: 4 taken in, 0 here already/);
  const [old] = await tickets('customer:ann@mail.test');
  assert.equal(old.subject, 'Lost parcel');
  assert.equal(old.status, 'closed');
  assert.equal(old.created_datetime, '2020-03-03T09:00:00.000Z');
  assert.equal(old.is_unread, false);
  const said = await messages(old);
  assert.deepEqual(said.map((m) => [m.from_agent, m.state, m.created_datetime.slice(0, 16)]), [
    [false, 'received', '2020-03-03T09:00'], [true, 'sent', '2020-03-03T10:00'], [false, 'received', '2020-03-04T08:00']]);
  assert.equal(said[0].body_text.trim(), 'Where is it?\n\nFrom here I see no van.\nFrom the shop nothing came.');
  const [young] = await tickets('customer:ben@mail.test');
  assert.equal(young.status, 'open');
  assert.equal((await owner.get(`/api/tickets/${young.id}`)).mailbox.id, (await owner.get('/api/mailboxes')).data[0].id);
  assert.equal((await tickets('tomorrow')).length, 1, 'the search knows them');
  assert.deepEqual(contacts, [], 'no mail server was called');
  assert.equal((await owner.get('/api/jobs')).data.length, 0);
});

test('the same import again makes nothing; a reopened ticket stays open', async () => {
  const before = (await tickets()).length;
  const [old] = await tickets('customer:ann@mail.test');
  await owner.patch(`/api/tickets/${old.id}`, { status: 'open' });
  const again = run('mail', join(folder, 'inbox.mbox'), join(folder, 'sent.mbox'));
  assert.match(again.out, /0 taken in, 4 here already/);
  assert.equal((await tickets()).length, before);
  assert.equal((await owner.get(`/api/tickets/${old.id}`)).status, 'open');
});

test('a Maildir with subfolders and single files; drafts stay out; bad mails are set aside once, with the reason', async () => {
  const one = (n, extra = {}) => mail({ From: `m${n}@mail.test`, To: 'support@shop.test', Subject: `Mail ${n}`, 'Message-ID': `<m${n}@mail.test>`, Date: 'Mon, 06 Apr 2020 09:00:00 +0000', ...extra }, 'Hello');
  write('box/cur/1:2,S', one(1));
  write('box/new/2', one(2));
  write('box/cur/3:2,DS', one(3));
  write('box/tmp/4', one(4));
  write('box/.Archive/cur/5:2,S', one(5));
  write('box/.Archive/new/.keep', '');
  write('eml/six.eml', one(6));
  write('eml/readme.txt', 'not a mail');
  write('eml/nobody.eml', mail({ Subject: 'From nobody', Date: 'Mon, 06 Apr 2020 09:00:00 +0000' }, 'Hello'));
  write('eml/without-id.eml', mail({ From: 'noid@mail.test', To: 'support@shop.test', Subject: 'No id', Date: 'Mon, 06 Apr 2020 09:00:00 +0000' }, 'Hello'));
  const done = run('mail', join(folder, 'box'), join(folder, 'eml'));
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /6 mails found: 5 taken in, 0 here already, 0 only kept .*, 1 set aside/);
  assert.match(done.out, /nobody\.eml: The mail names no sender/);
  const waiting = (await owner.get('/api/set-aside-mails')).data;
  assert.deepEqual(waiting.map((m) => [m.subject, m.notice.code]), [['From nobody', 'mail_without_sender']]);
  const again = run('mail', join(folder, 'box'), join(folder, 'eml'));
  assert.match(again.out, /6 mails found: 0 taken in, 6 here already, 0 only kept .*, 0 set aside/);
  assert.equal((await owner.get('/api/set-aside-mails')).data.length, 1);
});

test('what is wrong with the call is said plainly', () => {
  assert.match(run('mail', '/no/such/place').err, /no file or folder \/no\/such\/place/);
  assert.match(run('mail', '--mailbox', 'other@shop.test', folder).err, /no mailbox other@shop\.test/);
  assert.equal(run('mail').code, 2);
  const elsewhere = spawnSync(binary, ['import', 'mail', '--data', folder, folder], { encoding: 'utf8' });
  assert.match(elsewhere.stderr, /no Peakdesk store/);
  const help = spawnSync(binary, ['import', 'tickets', '--help'], { encoding: 'utf8' });
  assert.match(help.stdout, /dry-run/);
});

test('customers and macros from CSV; every error names file, line and field', async () => {
  const customers = write('customers.csv', '\ufeffexternal_id;email;name;note\nc1;carla@mail.test;Carla Çelik;"likes ""red""; a lot"\nc2;not an address;Dan;\nc3;eve@mail.test;Eve;\n');
  const done = run('customers', customers);
  assert.equal(done.code, 1);
  assert.match(done.out, /3 records: 2 stored, 0 here already, 1 wrong/);
  assert.match(done.err, /customers\.csv:3: \S*(email|address)\S*: /);
  const [carla] = (await owner.get('/api/customers?search=carla')).data;
  assert.equal(carla.note, 'likes "red"; a lot');
  assert.equal(carla.external_id, 'c1');
  writeFileSync(customers, readFileSync(customers, 'utf8').replace('not an address', 'dan@mail.test'));
  const again = run('customers', customers);
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /3 records: 1 stored, 2 here already/);

  const macros = write('macros.jsonl', [
    { name: 'Greeting', language: 'en', body_text: 'Hello {{ticket.customer.firstname}}!', tags: ['greeted'], status: 'closed' },
    { name: 'Broken', colour: 'red' }].map((m) => JSON.stringify(m)).join('\n') + '\n{"name": \n');
  const made = run('macros', macros);
  assert.match(made.out, /3 records: 1 stored, 0 here already, 2 wrong/);
  assert.match(made.err, /macros\.jsonl:2: colour: There is no such field/);
  assert.match(made.err, /macros\.jsonl:3: /);
  const [macro] = (await owner.get('/api/macros')).data;
  assert.equal(macro.name, 'Greeting');
  assert.deepEqual(macro.actions.map((a) => a.name), ['setResponseText', 'addTags', 'setStatus']);
  assert.match(run('macros', macros).out, /0 stored, 1 here already/);
});

test('tickets from JSON lines and CSV keep their dates, people and notes', async () => {
  await owner.post('/api/teams', { name: 'Returns' });
  const lines = write('tickets.jsonl', [
    { external_id: 't-1', subject: 'Broken zip', priority: 'high', tags: ['zip', 'vip'], team: 'returns', assignee_email: 'owner@shop.test', created_datetime: '2021-05-01T08:00:00Z', closed_datetime: '2021-05-03T08:00:00Z',
      customer: { external_id: 'c1' }, messages: [
        { body_text: 'The zip broke.', created_datetime: '2021-05-01T08:00:00Z', message_id: '<zip@mail.test>' },
        { body_html: '<p>We send a <b>new</b> one.<script>bad()</script></p>', from_agent: true, author_email: 'owner@shop.test', created_datetime: '2021-05-01T09:00:00Z' },
        { body_text: 'Watch this one.', public: false, from_agent: true, created_datetime: '2021-05-02T09:00:00Z' }] },
    { external_id: 't-2', subject: 'Nobody', customer: {}, messages: [{ body_text: 'x', created_datetime: '2021-05-01T08:00:00Z' }] },
    { external_id: 't-3', subject: 'No team', team: 'Nowhere', customer: { email: 'eve@mail.test' }, messages: [{ body_text: 'x', created_datetime: '2021-05-01T08:00:00Z' }] },
    { external_id: 't-4', subject: 'Empty', customer: { email: 'eve@mail.test' }, messages: [{ body_text: ' ', created_datetime: '2021-05-01T08:00:00Z' }] },
    { external_id: 't-5', subject: 'When', customer: { email: 'eve@mail.test' }, messages: [{ body_text: 'x', created_datetime: 'yesterday' }] },
  ].map((t) => JSON.stringify(t)).join('\n'));
  const dry = run('tickets', '--dry-run', lines);
  assert.match(dry.out, /5 records: 1 new, 0 here already, 4 wrong. Nothing was stored/);
  assert.equal((await tickets('zip')).length, 0);
  const done = run('tickets', lines);
  assert.equal(done.code, 1);
  for (const error of [/tickets\.jsonl:2: customer\.email: /, /tickets\.jsonl:3: team: .*Nowhere/, /tickets\.jsonl:4: messages\[0\]\.body_text: /, /tickets\.jsonl:5: messages\[0\]\.created_datetime: /]) assert.match(done.err, error);
  assert.equal((await tickets('Nobody')).length + (await tickets('Empty')).length, 0, 'a wrong record leaves nothing behind');
  const [zip] = await tickets('zip');
  assert.deepEqual([zip.status, zip.priority, zip.created_datetime], ['closed', 'high', '2021-05-01T08:00:00.000Z']);
  const whole = await owner.get(`/api/tickets/${zip.id}`);
  assert.equal(whole.external_id, 't-1');
  assert.equal(whole.customer.email, 'carla@mail.test');
  assert.equal(whole.assignee_team.name, 'Returns');
  assert.equal(whole.closed_datetime, '2021-05-03T08:00:00.000Z');
  assert.deepEqual(whole.tags.map((tag) => tag.name).sort(), ['vip', 'zip']);
  const said = await messages(zip);
  assert.deepEqual(said.map((m) => [m.public, m.from_agent, m.state]), [[true, false, 'received'], [true, true, 'sent'], [false, true, 'stored']]);
  assert.ok(!said[1].body_html.includes('script'));
  assert.equal(said[1].sender.email, 'owner@shop.test');

  const csv = write('tickets.csv', 'external_id,subject,status,customer.email,message.body_text,message.from_agent,message.created_datetime\n' +
    't-7,Size,open,flo@mail.test,"Which size,\nplease?",no,2022-01-01T08:00:00Z\nt-7,,,,Medium.,yes,2022-01-01T09:00:00Z\n');
  assert.match(run('tickets', csv).out, /1 records: 1 stored/);
  const [size] = await tickets('customer:flo@mail.test');
  assert.equal(size.status, 'open');
  assert.deepEqual((await messages(size)).map((m) => m.body_text.trim()), ['Which size,\nplease?', 'Medium.']);
  assert.match(run('tickets', csv).out, /0 stored, 1 here already/);
  assert.deepEqual(contacts, []);
});

test('a running desk goes on while a large import is going on, and its own tickets are found', async () => {
  const many = Array.from({ length: 2_000 }, (_, i) => mail({ From: `p${i % 500}@mail.test`, To: 'support@shop.test', Subject: `Bulk ${i}`, 'Message-ID': `<bulk${i}@mail.test>`, Date: new Date(1_600_000_000_000 + i * 60_000).toUTCString() }, `Bulk question ${i}`));
  const path = write('bulk.mbox', mbox(...many));
  const { spawn } = await import('node:child_process');
  const importing = spawn(binary, ['import', 'mail', '--data', desk.data, path], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  importing.stdout.on('data', (chunk) => (out += chunk));
  importing.stderr.on('data', (chunk) => (out += chunk));
  const ended = new Promise((resolve) => importing.on('exit', resolve));
  let running = true, made = 0;
  ended.then(() => (running = false));
  while (running) {
    await owner.post('/api/tickets', { subject: `Live ${made}`, channel: 'email', customer: { email: 'live@mail.test' }, message: { body_text: `live word${made}`, public: false } });
    made++;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(await ended, 0, out);
  assert.match(out, /2000 taken in/);
  const live = await owner.get('/api/tickets?limit=100&q=' + encodeURIComponent('customer:live@mail.test'));
  assert.equal(live.data.length, Math.min(made, 100));
  assert.match(spawnSync(binary, ['check', '--data', desk.data], { encoding: 'utf8' }).stdout, /sound/);
});

const corpus = join(root, '..', 'shared', 'data', 'email-mime');
test('the corpus of odd mails comes in whole: taken in, kept, or set aside with a reason', { skip: existsSync(corpus) ? false : 'no corpus beside the checkout' }, async () => {
  const copy = join(folder, 'corpus');
  for (const part of readdirSync(corpus)) if (!part.endsWith('.md')) cpSync(join(corpus, part), join(copy, part), { recursive: true });
  const done = run('mail', copy);
  assert.equal(done.code, 0, done.err);
  const [, found, taken, known, kept, aside] = /(\d+) mails found: (\d+) taken in, (\d+) here already, (\d+) only kept .*?, (\d+) set/.exec(done.out).map(Number);
  assert.ok(found > 100, done.out);
  assert.equal(taken + known + kept + aside, found, done.out);
  const again = run('mail', copy);
  assert.match(again.out, new RegExp(`0 taken in, ${found} here already`), again.out);
});
