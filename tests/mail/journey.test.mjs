// A shopper's mail in, an agent's answer out, with a real Postfix and Dovecot and an independent mail client on the shopper's side.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, eventually } from '../support/desk.mjs';
import { MailServers } from '../support/mail.mjs';

let servers, desk, owner, mailbox;
const imap = () => ({ host: '127.0.0.1', port: Number(servers.get('IMAP_PORT')), tls: 'none', user: 'support@shop.test', password: 'secret' });
const smtp = () => ({ host: '127.0.0.1', port: Number(servers.get('SMTP_PORT')), tls: 'none', user: '' });

before(async () => {
  servers = MailServers.start();
  desk = await Desk.start();
  owner = await desk.setUp();
});
after(async () => {
  await desk?.stop();
  servers?.stop();
});

const ticketsOf = async (address) => (await owner.get('/api/tickets?q=' + encodeURIComponent(`customer:${address}`))).data;
const mail = (id, subject, body, extra = '') =>
  `From: Sam Shopper <shopper@mail.test>\r\nTo: support@shop.test\r\nSubject: ${subject}\r\nMessage-ID: <${id}@mail.test>\r\n${extra}\r\n${body}\r\n`;

test('the connection test says what is wrong and what to do', async () => {
  const good = await owner.post('/api/mailboxes/test', { address: 'support@shop.test', imap: imap(), smtp: smtp() });
  assert.ok(good.imap.ok, good.imap.message);
  assert.ok(good.smtp.ok, good.smtp.message);
  const bad = await owner.post('/api/mailboxes/test', {
    address: 'support@shop.test', imap: { ...imap(), password: 'wrong' }, smtp: { ...smtp(), host: 'no-such-host.invalid' },
  });
  assert.equal(bad.imap.step, 'sign_in');
  assert.equal(bad.smtp.step, 'resolve');
  for (const side of [bad.imap, bad.smtp]) assert.ok(side.advice.length > 10);
  assert.deepEqual([bad.imap.code, bad.smtp.code], ['wrong_password', 'host_unknown']);
  assert.equal(bad.imap.params.host, '127.0.0.1');
  for (const host of ['10.1.2.3', '169.254.169.254', '192.168.0.1']) {
    const inside = await owner.post('/api/mailboxes/test', { address: 'support@shop.test', imap: { ...imap(), host } });
    assert.equal(inside.imap.code, 'forbidden_address', 'the desk does not try the doors of its own network');
    assert.equal(inside.imap.params.detail, host);
    assert.match(inside.imap.message, /allowed-addresses/);
  }
});

test('mail in, answer out, answer back on the same ticket', async () => {
  mailbox = await owner.post('/api/mailboxes', { name: 'Support', address: 'support@shop.test', from_name: 'Test Shop', signature_html: '<p>Your <b>Test Shop</b> team</p>', imap: imap(), smtp: smtp() });
  await eventually(async () => (await owner.get(`/api/mailboxes/${mailbox.id}`)).state === 'connected', 'the mailbox connects');

  servers.send('shopper@mail.test', 'support@shop.test', mail('q1', 'Where is my order?', 'Hello, order 1001 has not come.'));
  const [ticket] = await eventually(async () => {
    const found = await ticketsOf('shopper@mail.test');
    return found.length && found;
  }, 'the mail becomes a ticket');
  assert.equal(ticket.subject, 'Where is my order?');
  assert.equal(ticket.channel, 'email');

  await owner.post(`/api/tickets/${ticket.id}/messages`, { public: true, body_html: '<p>It leaves <b>today</b>, Sam.</p>', status: 'closed' });
  const answer = await eventually(() => servers.inbox('shopper@mail.test').find((m) => m.headers['in-reply-to']?.includes('q1@mail.test')), 'the answer reaches the shopper');
  assert.match(answer.text, /today[^]*\n-- \r?\nYour Test Shop team/, 'the signature stands in the text part too');
  assert.equal(answer.headers.subject, 'Re: Where is my order?');
  assert.match(answer.headers.references, /q1@mail\.test/);
  assert.match(answer.headers.from, /Test Shop <support@shop\.test>/);
  await eventually(async () => (await owner.get(`/api/tickets/${ticket.id}/messages`)).data[0].state === 'sent', 'the answer is marked sent');

  servers.send('shopper@mail.test', 'support@shop.test', mail('q2', 'Re: Where is my order?', 'Thank you!\r\n\r\nOn Friday, Test Shop wrote:\r\n> It leaves today, Sam.',
    `In-Reply-To: ${answer.headers['message-id']}\r\nReferences: <q1@mail.test> ${answer.headers['message-id']}\r\n`));
  const reopened = await eventually(async () => {
    const now = await owner.get(`/api/tickets/${ticket.id}`);
    return now.status === 'open' && now;
  }, 'the answer reopens the ticket');
  assert.equal(reopened.message_count, 3);
  assert.equal((await ticketsOf('shopper@mail.test')).length, 1);
  const newest = (await owner.get(`/api/tickets/${ticket.id}/messages`)).data[0];
  assert.equal(newest.stripped_text, 'Thank you!');
});

test('a mail program that drops the threading headers still finds its ticket by the signed address', async () => {
  await owner.patch(`/api/mailboxes/${mailbox.id}`, { reply_addressing: true });
  const [ticket] = await ticketsOf('shopper@mail.test');
  await owner.post(`/api/tickets/${ticket.id}/messages`, { public: true, body_text: 'One more thing: which size?', force: true });
  const asked = await eventually(() => servers.inbox('shopper@mail.test').find((m) => m.text.includes('which size')), 'the question arrives');
  const address = /support\+[^@]+@shop\.test/.exec(asked.headers['reply-to'])[0];
  servers.send('shopper@mail.test', 'support@shop.test', mail('q3', 'size', 'Medium').replace('To: support@shop.test', `To: ${address}`));
  await eventually(async () => (await owner.get(`/api/tickets/${ticket.id}`)).message_count === 5, 'the bare answer joins');
  const forged = address.replace(/-.{4}/, '-aaaa');
  servers.send('mallory@mail.test', 'support@shop.test', mail('q4', 'hi', 'Let me in').replace('To: support@shop.test', `To: ${forged}`).replace('shopper@', 'mallory@'));
  await eventually(async () => (await ticketsOf('mallory@mail.test')).length === 1, 'a forged address opens a ticket of its own');
});

test('one poisonous mail stops nothing, and the same mail twice is one message', async () => {
  servers.send('x@mail.test', 'support@shop.test', 'From: \r\nSubject: =?broken?B?\u00ff\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n');
  const twin = mail('twin', 'Twice', 'Only once, please').replace('shopper@', 'twin@');
  servers.send('twin@mail.test', 'support@shop.test', twin);
  servers.send('twin@mail.test', 'support@shop.test', twin);
  servers.send('last@mail.test', 'support@shop.test', mail('last', 'After it', 'Still here').replace('shopper@', 'last@'));
  await eventually(async () => (await ticketsOf('last@mail.test')).length === 1, 'the mail after the poisonous one comes in');
  const [ticket] = await ticketsOf('twin@mail.test');
  assert.equal(ticket.message_count, 1);
});

test('a refused recipient marks the answer failed with the reason, and it can be sent again', async () => {
  const made = await owner.post('/api/tickets', { subject: 'To nobody', channel: 'email', customer: { email: 'refused@mail.test' }, message: { body_text: 'Hello?' } });
  const failed = await eventually(async () => {
    const message = (await owner.get(`/api/tickets/${made.id}/messages`)).data[0];
    return message.state === 'failed' && message;
  }, 'the message fails');
  assert.ok(failed.failure_reason.length > 10);
  assert.ok((await owner.get(`/api/tickets/${made.id}`)).has_failed_message);
  await owner.post(`/api/messages/${failed.id}/retry`);
});

test('a bounce that comes later marks the message failed and opens no ticket', async () => {
  const made = await owner.post('/api/tickets', { subject: 'Bounces', channel: 'email', customer: { email: 'bounced@mail.test' }, message: { body_text: 'Are you there?' } });
  await eventually(async () => (await owner.get(`/api/tickets/${made.id}/messages`)).data[0].state === 'failed', 'the bounce is understood', 30);
  const all = await owner.get('/api/tickets?limit=100');
  assert.ok(!all.data.some((t) => /MAILER-DAEMON|Undelivered/i.test(t.subject + t.customer.email)));
});
