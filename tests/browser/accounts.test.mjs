// Getting in: the first start, an invitation, a forgotten password, two-step sign-in.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, opened, signedIn, signIn, violations } from '../support/browser.mjs';
import { Client, Desk } from '../support/desk.mjs';

let desk, browser, page;
const email = 'mia@shop.test';
const password = 'a password of some length';
before(async () => {
  desk = await Desk.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await desk?.stop();
});

/** The code an authenticator app shows (RFC 6238), `steps` half-minutes from now. */
function codeOf(secret, steps = 0) {
  const bits = [...secret.replace(/[\s=]/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('the first start is a short wizard in the language one chooses', { timeout: 180_000 }, async () => {
  page = await opened(browser, { timezoneId: 'UTC' });
  await page.goto(desk.url);
  await page.waitForURL(/\/setup$/);
  await page.getByLabel('Name of the shop').fill('Ridgeline');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await page.getByRole('button', { name: 'Weiter' }).waitFor();
  assert.equal(await page.getByLabel('Name des Shops').inputValue(), 'Ridgeline', 'what was typed stays when the language changes');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('combobox', { name: 'Sprache' }).click();
  await page.getByRole('option', { name: 'English' }).click();
  assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'UTC');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name', { exact: false }).first().fill('Mia Owner');
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill('mia@shop.test');
  await page.getByRole('button', { name: 'Create the desk' }).click();
  await page.getByText('Choose a password that is not your address or name.').waitFor();
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Create the desk' }).click();
  await page.getByRole('heading', { name: 'Ridgeline is ready' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Look around first' }).click();
  await page.getByText('All answered').waitFor();
  await page.goto(`${desk.url}/setup`);
  await page.waitForURL(/signin|views/);
});

test('an owner invites somebody, whose link sets a password once', { timeout: 180_000 }, async () => {
  await page.goto(`${desk.url}/settings/users`);
  await page.getByRole('button', { name: 'Invite a user' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Ari Agent');
  await form.getByLabel('E-mail').fill(email);
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await form.getByText('Somebody signs in with this address already.').first().waitFor();
  await form.getByLabel('E-mail').fill('ari@shop.test');
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await page.getByText(/\/password-reset\//).textContent();
  await page.locator('.mantine-Drawer-content').waitFor({ state: 'detached' });
  assert.deepEqual(await violations(page), []);

  const guest = await opened(browser, { viewport: { width: 360, height: 740 } });
  await guest.goto(desk.url + new URL(link.trim()).pathname);
  await guest.getByRole('heading', { name: 'Set your password' }).waitFor();
  assert.deepEqual(await violations(guest), []);
  await guest.getByLabel('New password').fill('ari@shop.test');
  await guest.getByRole('button', { name: 'Save the password' }).click();
  await guest.getByText('Choose a password that is not your address or name.').waitFor();
  await guest.getByLabel('New password').fill('the password of ari');
  await guest.getByRole('button', { name: 'Save the password' }).click();
  await guest.getByText('Your password is saved. Sign in with it.').waitFor();
  assert.deepEqual(await violations(guest), []);
  await signIn(guest, desk.url, 'ari@shop.test', 'the password of ari');
  await guest.waitForURL(/views/);

  const late = await opened(browser);
  await late.goto(desk.url + new URL(link.trim()).pathname);
  await late.getByLabel('New password').fill('somebody else entirely');
  await late.getByRole('button', { name: 'Save the password' }).click();
  await late.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  assert.deepEqual(await violations(late), []);
  await late.getByRole('link', { name: 'Go to the sign-in' }).click();
  await late.waitForURL(/signin/);
  assert.deepEqual([...guest.problems, ...late.problems], []);
});

test('the command line makes a link for a forgotten password', { timeout: 180_000 }, async () => {
  const said = desk.run('admin', 'reset-password', '--data', desk.data, '--public-url', desk.url, '--email', 'ari@shop.test');
  const link = /http\S+\/password-reset\/\S+/.exec(said)[0];
  const guest = await opened(browser, { colorScheme: 'dark' });
  await guest.goto(link);
  await guest.getByLabel('New password').fill('a new one for ari');
  await guest.getByRole('button', { name: 'Save the password' }).click();
  await guest.getByText('Your password is saved. Sign in with it.').waitFor();
  await signIn(guest, desk.url, 'ari@shop.test', 'the password of ari');
  await guest.getByText('That e-mail and password do not match.').waitFor();
  await signIn(guest, desk.url, 'ari@shop.test', 'a new one for ari');
  await guest.waitForURL(/views/);
});

test('two-step sign-in is set up, asked for, and can be got round by a recovery code once', { timeout: 180_000 }, async () => {
  const agent = await signedIn(browser, desk.url, 'ari@shop.test', 'a new one for ari');
  await agent.goto(`${desk.url}/settings/security`);
  await agent.getByRole('button', { name: 'Set up two-step sign-in' }).click();
  await agent.getByAltText('QR code for your authenticator app').waitFor();
  assert.deepEqual(await violations(agent), []);
  const secret = (await agent.locator('.codebox').first().textContent()).trim();
  await agent.getByLabel('Code').fill('000000');
  await agent.getByRole('button', { name: 'Switch on' }).click();
  await agent.getByText('That code is not right.').waitFor();
  await agent.getByLabel('Code').fill(codeOf(secret));
  await agent.getByRole('button', { name: 'Switch on' }).click();
  await agent.getByText('Keep these recovery codes in a safe place.').waitFor(); // before it the box holds the secret
  await agent.locator('.toast', { hasText: 'Two-step sign-in is on' }).waitFor();
  const recovery = (await agent.locator('.codebox').first().textContent()).trim().split(/\s+/)[0];
  assert.deepEqual(await violations(agent), []);
  await agent.getByRole('button', { name: 'Done' }).click();
  await agent.getByText('Two-step sign-in is on').first().waitFor();

  const again = await opened(browser);
  await signIn(again, desk.url, 'ari@shop.test', 'a new one for ari');
  await again.getByRole('heading', { name: 'One more step' }).waitFor();
  assert.deepEqual(await violations(again), []);
  await again.getByLabel('Code').fill('123456');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.getByText('That code is not right.').waitFor();
  // The next half-minute's: the one of now was used to switch it on, and no code works twice.
  await again.getByLabel('Code').fill(codeOf(secret, 1));
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.waitForURL(/views/);

  for (const [code, works] of [[recovery, true], [recovery, false]]) {
    const third = await opened(browser);
    await signIn(third, desk.url, 'ari@shop.test', 'a new one for ari');
    await third.getByLabel('Code').fill(code);
    await third.getByRole('button', { name: 'Sign in' }).click();
    if (works) await third.waitForURL(/views/);
    else await third.getByText('That code is not right.').waitFor();
    await third.context().close();
  }
  const owner = new Client(desk.url);
  await owner.signIn(email, password);
  assert.equal((await owner.get('/api/users')).data.find((user) => user.email === 'ari@shop.test').totp_enabled, true);
  assert.deepEqual([...page.problems, ...agent.problems, ...again.problems], []);
});
