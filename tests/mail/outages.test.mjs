// Mail servers that are gone, silent, talk nonsense or refuse the password: a person sees which mailbox, why and what to do; other
// mailboxes go on; the desk tries again and recovers by itself; a message that cannot be sent says so.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { Desk, eventually } from '../support/desk.mjs';
import { MailServers } from '../support/mail.mjs';

let servers, desk, owner;
const listeners = [];

/** A server on a free port of this machine that does with each connection what `greet` says. */
async function server(greet, port = 0) {
  const sockets = new Set();
  const made = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    greet(socket);
  });
  await new Promise((resolve) => made.listen(port, '127.0.0.1', resolve));
  listeners.push(made);
  made.end = () => new Promise((resolve) => {
    for (const socket of sockets) socket.destroy();
    made.close(resolve);
  });
  return { port: made.address().port, end: made.end };
}
/** Passes every connection on to `target` as long as it is open. */
const relayTo = (target) => async (port) =>
  server((socket) => {
    const { connect } = relayTo;
    const other = connect(target, '127.0.0.1');
    other.on('error', () => socket.destroy());
    socket.pipe(other);
    other.pipe(socket);
    socket.on('close', () => other.destroy());
    other.on('close', () => socket.destroy());
  }, port);
relayTo.connect = (await import('node:net')).connect;
async function closedPort() {
  const made = await server(() => {});
  await made.end();
  return made.port;
}

const imapPort = () => Number(servers.get('IMAP_PORT'));
const smtpPort = () => Number(servers.get('SMTP_PORT'));
const imap = (user, port, tls = 'none', password = 'secret') => ({ host: '127.0.0.1', port, tls, user, password });
const smtp = (port, tls = 'none') => ({ host: '127.0.0.1', port, tls, user: '' });
const stateOf = async (box) => owner.get(`/api/mailboxes/${box.id}`);
const failing = (box) =>
  eventually(async () => {
    const now = await stateOf(box);
    return now.state === 'failing' && now;
  }, `the mailbox ${box.address} is shown as failing`, 30);
const mail = (id, to) => `From: Sam <${id}@mail.test>\r\nTo: ${to}\r\nSubject: ${id}\r\nMessage-ID: <${id}@mail.test>\r\n\r\nHello\r\n`;
const ticketsOf = async (id) => (await owner.get('/api/tickets?q=' + encodeURIComponent(`customer:${id}@mail.test`))).data;

before(async () => {
  servers = MailServers.start();
  desk = await Desk.start({ args: ['--mail-timeout-s', '2', '--mail-retry-s', '1', '--mail-send-attempts', '4'] });
  owner = await desk.setUp();
});
after(async () => {
  await desk?.stop();
  for (const listener of listeners) await listener.end();
  servers?.stop();
});

test('each kind of broken mailbox explains itself in the settings, and a sound one beside them goes on', async () => {
  const silent = await server(() => {});
  const garbage = await server((socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\nthis is no TLS\r\n')));
  const hangsUp = await server((socket) => socket.end());
  const kinds = {
    refused: { port: await closedPort(), tls: 'none', code: 'refused', words: /No connection|port/ },
    timed_out: { port: silent.port, tls: 'none', code: 'timed_out', words: /did not answer in time/ },
    silent_tls: { port: silent.port, tls: 'tls', code: 'timed_out', words: /did not answer in time/ },
    tls: { port: garbage.port, tls: 'tls', code: 'tls', words: /TLS|encrypted/ },
    untrusted: { port: Number(servers.get('IMAPS_PORT')), tls: 'tls', code: 'tls', words: /certificate/ },
    hung_up: { port: hangsUp.port, tls: 'none', code: 'refused', words: /closed the connection/ },
    not_a_mail_server: { port: smtpPort(), tls: 'none', code: 'not_a_mail_server', words: /not IMAP/ },
    wrong_password: { port: imapPort(), tls: 'none', password: 'wrong', code: 'wrong_password', words: /user and password/ },
  };
  for (const [name, kind] of Object.entries(kinds))
    kind.box = await owner.post('/api/mailboxes', { name, address: `${name}@shop.test`, imap: imap('support@shop.test', kind.port, kind.tls, kind.password) });
  const sound = await owner.post('/api/mailboxes', { name: 'Returns', address: 'returns@shop.test', imap: imap('returns@shop.test', imapPort()), smtp: smtp(smtpPort()) });
  for (const [name, kind] of Object.entries(kinds)) {
    const shown = await failing(kind.box);
    assert.match(shown.last_error, kind.words, name);
    assert.equal(shown.last_problem.code, kind.code, name);
    assert.equal(shown.last_problem.params.server, `127.0.0.1:${kind.port}`, name);
    assert.ok(shown.last_checked_datetime, name);
  }
  servers.send('besides@mail.test', 'returns@shop.test', mail('besides', 'returns@shop.test'));
  await eventually(async () => (await ticketsOf('besides')).length === 1, 'the sound mailbox goes on');
  assert.equal((await stateOf(sound)).state, 'connected');
  for (const kind of Object.values(kinds)) await owner.delete(`/api/mailboxes/${kind.box.id}`);
});

test('a machine without the plug-ins for logging in says so, and does not blame the password', async () => {
  const bare = await Desk.start({ env: { SASL_PATH: '/nonexistent' } });
  try {
    const lead = await bare.setUp();
    const submission = { host: '127.0.0.1', port: Number(servers.get('SUBMISSION_PORT')), tls: 'none', user: 'support@shop.test', password: 'secret' };
    const check = await lead.post('/api/mailboxes/test', { address: 'support@shop.test', imap: imap('support@shop.test', imapPort()), smtp: submission });
    assert.equal(check.imap.ok, true, JSON.stringify(check));
    assert.equal(check.smtp.code, 'no_login', JSON.stringify(check));
    assert.match(check.smtp.message, /libsasl2-modules/);
  } finally {
    await bare.stop();
  }
});

test('reading is tried again with growing pauses, and goes on by itself when the server returns', async () => {
  const port = await closedPort();
  const box = await owner.post('/api/mailboxes', { name: 'Away', address: 'second@mail.test', imap: imap('second@mail.test', port) });
  await failing(box);
  servers.send('return@mail.test', 'second@mail.test', mail('return', 'second@mail.test'));
  const back = await relayTo(imapPort())(port);
  await eventually(async () => (await stateOf(box)).state === 'connected', 'the mailbox is connected again', 30);
  await eventually(async () => (await ticketsOf('return')).length === 1, 'the mail of the meantime comes in', 30);
  await back.end();
  const broken = await failing(box);
  assert.ok(broken.last_error.length > 20);
  const again = await relayTo(imapPort())(port);
  servers.send('return2@mail.test', 'second@mail.test', mail('return2', 'second@mail.test'));
  await eventually(async () => (await ticketsOf('return2')).length === 1, 'and again', 30);
  await again.end();
  await owner.delete(`/api/mailboxes/${box.id}`);
  assert.match(desk.log, /mailbox\.failed/);
});

/** Connections come at these moments (ms since the first). */
test('a silent server is asked less and less often', async () => {
  const moments = [];
  const silent = await server((socket) => {
    moments.push(performance.now());
    socket.destroy();
  });
  const box = await owner.post('/api/mailboxes', { name: 'Silent', address: 'silent@shop.test', imap: imap('x', silent.port) });
  await eventually(() => moments.length >= 4, 'four attempts', 30);
  const pauses = moments.slice(1).map((moment, i) => moment - moments[i]);
  assert.ok(pauses[1] > pauses[0] * 1.4 && pauses[2] > pauses[1] * 1.4, pauses.join(', '));
  await owner.delete(`/api/mailboxes/${box.id}`);
  await silent.end();
});

test('sending: a server that comes back in time gets the mail once; one that stays away marks the message failed with the reason', async () => {
  const port = await closedPort();
  const box = (await owner.get('/api/mailboxes')).data.find((b) => b.address === 'returns@shop.test');
  await owner.patch(`/api/mailboxes/${box.id}`, { smtp: smtp(port) });
  const messageOf = async (ticket) => (await owner.get(`/api/tickets/${ticket.id}/messages`)).data[0];
  const write = (subject) => owner.post('/api/tickets', { subject, channel: 'email', customer: { email: 'shopper@mail.test' }, message: { body_text: `This is ${subject}.` } });

  const late = await write('late');
  const warned = await eventually(async () => {
    const now = await stateOf(box);
    return now.sending_problem && now;
  }, 'the mailbox says that it cannot send', 30);
  assert.equal(warned.sending_problem.code, 'refused');
  const waiting = await messageOf(late);
  assert.equal(waiting.state, 'queued');
  const back = await relayTo(smtpPort())(port);
  await eventually(async () => (await messageOf(late)).state === 'sent', 'the mail leaves when the server is back', 30);
  await eventually(() => servers.inbox('shopper@mail.test').length > 0, 'the mail arrives');
  assert.equal(servers.inbox('shopper@mail.test').filter((m) => m.text.includes('This is late')).length, 1);
  await eventually(async () => !(await stateOf(box)).sending_problem, 'and the warning goes');
  await back.end();

  const silent = await server(() => {}, port);
  const lost = await write('lost');
  const failed = await eventually(async () => {
    const now = await messageOf(lost);
    return now.state === 'failed' && now;
  }, 'the message is marked failed after the attempts', 60);
  assert.match(failed.failure_reason, /did not answer in time/);
  assert.equal(failed.failure.code, 'timed_out');
  assert.ok((await owner.get(`/api/tickets/${lost.id}`)).has_failed_message);
  await silent.end();
  const final = await relayTo(smtpPort())(port);
  await owner.post(`/api/messages/${failed.id}/retry`);
  await eventually(async () => (await messageOf(lost)).state === 'sent', 'sent by hand it leaves', 30);
  await final.end();
});

test('a wrong SMTP password is explained and does not burn through the attempts of other mailboxes', async () => {
  const wrong = await owner.post('/api/mailboxes', {
    name: 'Locked', address: 'locked@shop.test', smtp: { ...smtp(Number(servers.get('SMTP_PORT'))), user: 'support@shop.test', password: 'wrong' },
  });
  const tested = await owner.post('/api/mailboxes/test', { id: wrong.id });
  assert.equal(tested.smtp.code, 'wrong_password');
  assert.ok(tested.smtp.advice.length > 10);
});
