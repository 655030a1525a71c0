// Two agents' browsers and a shopper's mail program: a mail comes in, one agent answers by macro, the shopper's answer reopens the ticket.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, signedIn } from '../support/browser.mjs';
import { Desk, eventually } from '../support/desk.mjs';
import { MailServers } from '../support/mail.mjs';

let servers, desk, owner, browser, anna, ben;
const password = 'another long password';
before(async () => {
  servers = MailServers.start();
  desk = await Desk.start();
  owner = await desk.setUp();
  for (const [name, email] of [['Anna Agent', 'anna@shop.test'], ['Ben Agent', 'ben@shop.test']]) await owner.post('/api/users', { name, email, role: 'agent', password });
  await owner.post('/api/macros', {
    name: 'On its way',
    actions: [{ name: 'setResponseText', arguments: { body_html: '<p>Hi {{ticket.customer.firstname}}, your parcel is on its way.</p>' } }],
  });
  const server = { host: '127.0.0.1', tls: 'none', user: 'support@shop.test', password: 'secret' };
  const mailbox = await owner.post('/api/mailboxes', {
    name: 'Support', address: 'support@shop.test', imap: { ...server, port: Number(servers.get('IMAP_PORT')) },
    smtp: { host: '127.0.0.1', tls: 'none', user: '', port: Number(servers.get('SMTP_PORT')) },
  });
  await eventually(async () => (await owner.get(`/api/mailboxes/${mailbox.id}`)).state === 'connected', 'the mailbox connects');
  browser = await launch();
  [anna, ben] = [await signedIn(browser, desk.url, 'anna@shop.test', password), await signedIn(browser, desk.url, 'ben@shop.test', password)];
});
after(async () => {
  await browser?.close();
  await desk?.stop();
  servers?.stop();
});

test('a mail reaches both agents, is answered by macro, and the answer to it reopens the ticket', { timeout: 180_000 }, async (t) => {
  for (const page of [anna, ben]) await page.goto(`${desk.url}/views/inbox`);
  await Promise.all([anna, ben].map((page) => page.waitForSelector('.row, .blank')));
  servers.send('shopper@mail.test', 'support@shop.test',
    'From: Sam Shopper <shopper@mail.test>\r\nTo: support@shop.test\r\nSubject: Parcel lost?\r\nMessage-ID: <b1@mail.test>\r\n\r\nHello, where is it?\r\n');
  const sent = Date.now();
  await Promise.all([anna, ben].map((page) => page.getByText('Parcel lost?').first().waitFor({ timeout: 20_000 })));
  t.diagnostic(`both lists showed the mail ${Date.now() - sent} ms after the shopper's server took it`);

  for (const page of [anna, ben]) {
    await page.locator('.row').first().click();
    await page.waitForSelector('.message');
    await page.waitForSelector('.ProseMirror');
  }
  await anna.locator('.ProseMirror').click();
  await anna.keyboard.type('/');
  await anna.getByText('On its way', { exact: true }).first().waitFor({ timeout: 10_000 });
  await anna.keyboard.press('Enter');
  await anna.getByText('Hi Sam, your parcel is on its way.').first().waitFor({ timeout: 10_000 });
  await anna.keyboard.press('Control+Enter');
  const answer = await eventually(() => servers.inbox('shopper@mail.test').find((m) => m.headers['in-reply-to']?.includes('b1@mail.test')), 'the answer reaches the shopper');
  assert.match(answer.text, /Hi Sam, your parcel is on its way/);
  await ben.getByText('your parcel is on its way').first().waitFor({ timeout: 20_000 });

  const [ticket] = (await owner.get('/api/tickets?q=' + encodeURIComponent('customer:shopper@mail.test'))).data;
  await owner.patch(`/api/tickets/${ticket.id}`, { status: 'closed' });
  servers.send('shopper@mail.test', 'support@shop.test',
    `From: Sam Shopper <shopper@mail.test>\r\nTo: support@shop.test\r\nSubject: Re: Parcel lost?\r\nMessage-ID: <b2@mail.test>\r\nIn-Reply-To: ${answer.headers['message-id']}\r\n\r\nIt came, thank you!\r\n`);
  await ben.getByText('It came, thank you!').first().waitFor({ timeout: 20_000 });
  const again = await owner.get(`/api/tickets/${ticket.id}`);
  assert.equal(again.status, 'open');
  assert.deepEqual([...anna.problems, ...ben.problems], []);
});
