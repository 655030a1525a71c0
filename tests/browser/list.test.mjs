// The list and its work: keys, a whole view changed and taken back, snooze, saved views, customers made one, and a lost connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, signedIn, ticket, view, violations } from '../support/browser.mjs';
import { Desk, eventually } from '../support/desk.mjs';

let desk, owner, browser, page;
const make = (subject, more = {}) =>
  owner.post('/api/tickets', { subject, channel: 'email', customer: { email: 'sam@mail.test', name: 'Sam Shopper' }, message: { body_text: `About ${subject}`, from_agent: true }, ...more });
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
  browser = await launch();
  page = await signedIn(browser, desk.url, 'owner@shop.test', 'a long enough password');
});
after(async () => {
  await browser?.close();
  await desk?.stop();
});

test('everything by key: walk, answer, close, take back, find, and the sheet that says so', { timeout: 180_000 }, async () => {
  const made = [];
  for (const name of ['one', 'two', 'three']) made.push(await make(`Key ${name}`));
  await view(page, desk.url);
  await page.locator('.row', { hasText: 'Key three' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Key three' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Key two' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Key three' }).waitFor();
  // Two steps at once are two; and a step begins where one is, however one came there.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Key one' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Key two' }).waitFor();
  await page.locator('.row', { hasText: 'Key two' }).click();
  await page.goBack();
  await page.getByRole('heading', { name: 'Key one' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Key two' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Key three' }).waitFor();

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Close and go to the next').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await page.waitForSelector('.ProseMirror');
  await page.keyboard.press('r');
  await page.keyboard.type('By key.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.message[data-kind=agent]', { hasText: 'By key.' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByText(`Ticket #${made[2].number} closed`).waitFor();
  await eventually(async () => (await owner.get(`/api/tickets/${made[2].id}`)).status === 'closed', 'E closes');
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => (await owner.get(`/api/tickets/${made[2].id}`)).status === 'open', 'undo opens it again');

  await page.keyboard.press('p');
  await page.getByRole('menuitem', { name: 'Urgent' }).click();
  await eventually(async () => (await owner.get(`/api/tickets/${made[2].id}`)).priority === 'urgent', 'P changes the priority');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command palette' }).fill('Key one');
  await page.getByRole('option', { name: /Key one/ }).first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('option', { name: /^Key one/ }).click();
  await page.getByRole('heading', { name: 'Key one' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL(/customers/);
});

test('a whole view is changed with its progress shown, and taken back', { timeout: 180_000 }, async () => {
  const program = await owner.program('tickets:write');
  const many = 260;
  for (let at = 0; at < many; at += 20)
    await Promise.all(Array.from({ length: 20 }, (_, n) => program.post('/api/tickets', { subject: `Bulk ${at + n}`, channel: 'api', tags: ['peak'], customer: { email: `b${(at + n) % 9}@mail.test` }, message: { body_text: 'All at once' } })));
  const made = await owner.post('/api/views', { name: 'Peak', filter: 'tag:peak is:open', shared: true });
  await view(page, desk.url, made.id);
  await page.locator('.list-total', { hasText: String(many) }).waitFor();
  await page.locator('.row-lead').first().click();
  await page.keyboard.press('Control+Shift+a');
  await page.getByText('100 selected').waitFor();
  await page.getByRole('button', { name: `Select all ${many} of this view` }).click();
  await page.getByText(`${many} selected`).waitFor();
  assert.deepEqual(await violations(page), []);
  // Watched from inside: a fast desk shows it for less than a frame.
  const progress = page.evaluate(() => new Promise((seen) => {
    new MutationObserver(() => document.querySelector('[role=progressbar]') && seen()).observe(document.body, { childList: true, subtree: true });
  }));
  await page.getByRole('button', { name: 'Close tickets' }).click();
  await progress;
  await page.getByText(`${many} tickets changed`).waitFor();
  await page.getByText('Nothing here').waitFor();
  assert.equal((await owner.get(`/api/tickets?q=${encodeURIComponent('tag:peak is:open')}`)).data.length, 0);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.list-total', { hasText: String(many) }).waitFor();
  await eventually(async () => (await owner.get('/api/views/counts')).counts[made.id] === many, 'all are open again');
  await owner.post('/api/tickets/bulk', { view_id: made.id, changes: { trashed: true } });
});

test('a snoozed ticket leaves and comes back by itself', { timeout: 180_000 }, async () => {
  const { id } = await make('Sleepy');
  await ticket(page, desk.url, id);
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /In a week/ }).click();
  await page.getByText(/Snoozed until/).first().waitFor();
  await view(page, desk.url);
  await page.locator('.row', { hasText: 'Key one' }).waitFor();
  assert.equal(await page.locator('.row', { hasText: 'Sleepy' }).count(), 0);
  await view(page, desk.url, 'snoozed');
  await page.locator('.row', { hasText: 'Sleepy' }).waitFor();
  await view(page, desk.url);
  await owner.patch(`/api/tickets/${id}`, { snooze_datetime: new Date(Date.now() + 1500).toISOString() });
  await page.locator('.row', { hasText: 'Sleepy' }).waitFor();
  assert.equal((await owner.get(`/api/tickets/${id}`)).status, 'open');
});

test('a saved view has its filter, order and columns, and counts while one looks', { timeout: 180_000 }, async () => {
  for (const name of ['Mug', 'Cup']) await make(name, { tags: ['broken'], priority: name === 'Cup' ? 'urgent' : 'low' });
  await page.goto(`${desk.url}/settings/views`);
  await page.getByRole('button', { name: 'New view' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Broken things');
  await form.getByLabel('Filter').fill('is:opn');
  await form.getByText('“opn” does not fit the filter is:').waitFor();
  await form.getByLabel('Filter').fill('is:open tag:broken');
  await form.getByText('Matches now').waitFor();
  await form.getByRole('combobox', { name: 'Sort by' }).click();
  await page.getByRole('option', { name: 'Most urgent first' }).click();
  await form.locator('.mantine-MultiSelect-input').click();
  await page.getByRole('option', { name: 'Priority', exact: true }).click();
  await form.getByLabel('Name').click();
  assert.deepEqual(await violations(page), []);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });

  await page.goto(`${desk.url}/views/inbox`);
  const link = page.locator('.views-item', { hasText: 'Broken things' });
  await link.locator('.views-count', { hasText: '2' }).waitFor();
  await link.click();
  await page.locator('.columns', { hasText: 'Priority' }).waitFor();
  const rows = page.locator('.row[data-wide]');
  await rows.nth(1).waitFor();
  const subjects = async () => (await rows.evaluateAll((all) => [...all].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((row) => row.querySelector('.row-subject').textContent)));
  assert.deepEqual(await subjects(), ['Cup', 'Mug']);
  await make('Plate', { tags: ['broken'] });
  await link.locator('.views-count', { hasText: '3' }).waitFor();
  await eventually(async () => (await subjects()).join() === 'Cup,Plate,Mug', 'the new one stands in its place');
  await page.getByRole('button', { name: 'Columns' }).click();
  const columns = page.getByRole('dialog', { name: 'Columns' });
  await columns.getByRole('checkbox', { name: 'Priority' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await columns.getByRole('checkbox', { name: 'Customer' }).click();
  await page.locator('.columns', { hasText: 'Customer' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await columns.waitFor({ state: 'detached' });
  assert.deepEqual(await violations(page), []);
  await eventually(async () => !(await owner.get('/api/views')).data.find((one) => one.name === 'Broken things').columns.includes('customer'), 'the columns are kept');
});

test('two customers become one', { timeout: 180_000 }, async () => {
  const kept = await make('From home', { customer: { email: 'lee@home.test', name: 'Lee Home' } });
  await make('From work', { customer: { email: 'lee@work.test', name: 'Lee Work' } });
  await page.goto(`${desk.url}/customers`);
  await page.getByPlaceholder('Find by name or e-mail address').fill('Lee Home');
  await page.locator('.card-row', { hasText: 'Lee Home' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Merge with another customer…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('The other customer').fill('Lee W');
  await page.getByRole('option', { name: /Lee Work/ }).click();
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByText('Customers merged').waitFor();
  await page.getByText('From work').first().waitFor();
  await page.getByText('lee@work.test').first().waitFor();
  assert.equal((await owner.get(`/api/customers/${kept.customer.id}`)).ticket_count, 2);
});

test('a lost connection is said, and what was missed is there after it', { timeout: 180_000 }, async () => {
  await view(page, desk.url);
  await desk.kill();
  const banner = page.getByRole('alert').filter({ hasText: 'No connection' });
  await banner.waitFor();
  assert.deepEqual(await violations(page), []);
  await desk.launch();
  await make('While you were away');
  await banner.getByRole('button', { name: 'Reconnect now' }).click();
  await page.locator('.row', { hasText: 'While you were away' }).waitFor();
  await banner.waitFor({ state: 'detached' });
  await make('And live again');
  await page.locator('.row', { hasText: 'And live again' }).waitFor();
  assert.deepEqual(page.problems, []);
});
