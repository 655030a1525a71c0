// Who may read the desk's figures: programs on its machine; from elsewhere, and through a proxy, only who has the token.
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { Desk } from '../support/desk.mjs';

const ask = (url, headers = {}) => fetch(url + '/metrics', { headers });

test('figures are for programs on the machine', async () => {
  const desk = await Desk.start();
  try {
    assert.equal((await ask(desk.url)).status, 200);
    const proxied = await ask(desk.url, { 'X-Forwarded-For': '203.0.113.9' });
    assert.equal(proxied.status, 403);
    assert.equal(proxied.headers.get('content-type'), 'application/problem+json');
    assert.match((await proxied.json()).detail, /--metrics-token/);
    assert.equal((await ask(desk.url, { 'X-Forwarded-For': '203.0.113.9', Authorization: 'Bearer ' })).status, 403, 'no token is no key');
  } finally {
    await desk.stop();
  }
});

test('from elsewhere the token opens them', async () => {
  const desk = await Desk.start({ args: ['--metrics-token', 'only-the-operator-knows'] });
  try {
    assert.equal((await ask(desk.url)).status, 200);
    const far = { 'X-Forwarded-For': '203.0.113.9' };
    assert.equal((await ask(desk.url, far)).status, 401);
    assert.equal((await ask(desk.url, { ...far, Authorization: 'Bearer only-the-operator-know' })).status, 401);
    assert.equal((await ask(desk.url, { ...far, Authorization: 'Bearer only-the-operator-knows' })).status, 200);
  } finally {
    await desk.stop();
  }
});

test('a neighbour on the network is not the machine', async (t) => {
  const address = Object.values(networkInterfaces()).flat().find((one) => !one.internal && one.family === 'IPv4')?.address;
  if (!address) return t.skip('this machine has no address but its own');
  const desk = await Desk.start({ listen: '0.0.0.0:0' });
  try {
    const port = new URL(desk.url).port;
    assert.equal((await ask(`http://${address}:${port}`)).status, 403);
    assert.equal((await ask(`http://127.0.0.1:${port}`)).status, 200);
    assert.equal((await fetch(`http://${address}:${port}/health`)).status, 200, 'a load balancer still sees whether it is well');
  } finally {
    await desk.stop();
  }
});
