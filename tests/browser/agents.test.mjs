// Two agents on one ticket: they see each other, their drafts, and do not answer over each other; tickets merge, split, and come back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, signedIn, ticket, view, violations } from '../support/browser.mjs';
import { Desk, eventually } from '../support/desk.mjs';

let desk, owner, browser, anna, ben;
const password = 'another long password';
const make = async (subject, text = 'Where is my parcel?', email = 'sam@mail.test') =>
  owner.post('/api/tickets', { subject, channel: 'email', customer: { email, name: 'Sam Shopper' }, message: { body_text: text, from_agent: true } });
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
  for (const [name, email] of [['Anna Agent', 'anna@shop.test'], ['Ben Agent', 'ben@shop.test']]) await owner.post('/api/users', { name, email, role: 'agent', password });
  browser = await launch();
  [anna, ben] = await Promise.all(['anna@shop.test', 'ben@shop.test'].map((email) => signedIn(browser, desk.url, email, password)));
});
after(async () => {
  await browser?.close();
  await desk?.stop();
});

test('two agents see each other, the draft being written, and are asked before answering over each other', { timeout: 180_000 }, async () => {
  const { id } = await make('Who answers?');
  await ticket(anna, desk.url, id);
  await ticket(ben, desk.url, id);
  await anna.getByText('Ben Agent is viewing').waitFor();
  await ben.getByText('Anna Agent is viewing').waitFor();

  await anna.locator('.ProseMirror').click();
  await anna.keyboard.type('It left the depot this morning.');
  await ben.getByText('Anna Agent is replying').waitFor();
  await ben.getByRole('button', { name: 'Show draft' }).click();
  await ben.locator('blockquote', { hasText: 'It left the depot this morning.' }).waitFor();
  assert.deepEqual(await violations(ben), []);

  await ben.locator('.ProseMirror').click();
  await ben.keyboard.type('Let me look.');
  await ben.keyboard.press('Control+Enter');
  await ben.getByRole('dialog', { name: 'Somebody else is replying' }).waitFor();
  assert.deepEqual(await violations(ben), []);
  await ben.getByRole('button', { name: 'Back to the text' }).click();
  await ben.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal((await owner.get(`/api/tickets/${id}/messages`)).data.length, 1);

  // Ben still has words in his box: Anna is asked too, and is sure.
  await anna.keyboard.press('Control+Enter');
  await anna.getByRole('button', { name: 'Send anyway' }).click();
  await ben.locator('.message', { hasText: 'It left the depot this morning.' }).waitFor();
  await ben.getByText('Anna Agent is replying').waitFor({ state: 'detached' });
  await ben.locator('.ProseMirror').click();
  await ben.keyboard.press('Control+Enter');
  const newer = ben.getByRole('dialog', { name: 'There is a newer message' });
  await newer.waitFor();
  await newer.getByText('Anna Agent wrote meanwhile').waitFor();
  await newer.getByRole('button', { name: 'Send anyway' }).click();
  await anna.locator('.message', { hasText: 'Let me look.' }).waitFor();
  const bodies = (await owner.get(`/api/tickets/${id}/messages?order_by=id:asc`)).data.map((message) => message.body_text.trim());
  assert.deepEqual(bodies.slice(1), ['It left the depot this morning.', 'Let me look.']);
});

test('a draft is there again after a reload, and gone once sent', { timeout: 180_000 }, async () => {
  const { id } = await make('Kept');
  await ticket(anna, desk.url, id);
  await anna.locator('.ProseMirror').click();
  await anna.keyboard.type('Half an answer');
  await anna.getByText('Draft saved').waitFor();
  await anna.reload();
  await anna.locator('.ProseMirror', { hasText: 'Half an answer' }).waitFor();
  await anna.locator('.ProseMirror').click();
  await anna.keyboard.press('Control+End');
  await anna.keyboard.type(' made whole.');
  await anna.keyboard.press('Control+Enter');
  await anna.locator('.message', { hasText: 'Half an answer made whole.' }).waitFor();
  await eventually(async () => (await owner.get(`/api/tickets/${id}`)).drafts.length === 0, 'the draft is gone');
});

test('tickets are merged and the merge is taken back', { timeout: 180_000 }, async () => {
  const [first, second] = [await make('Parcel 1', 'First question'), await make('Parcel 2', 'Second question')];
  await ticket(anna, desk.url, second.id);
  await anna.locator('.ticket-line').getByRole('button', { name: 'More' }).click();
  await anna.getByRole('menuitem', { name: 'Merge…' }).click();
  const dialog = anna.getByRole('dialog', { name: 'Merge tickets' });
  await dialog.getByLabel('Which other ticket?').fill(`#${first.number}`);
  await dialog.locator('button.merge-item', { hasText: 'Parcel 1' }).click();
  await dialog.getByRole('radio').nth(1).check();
  assert.deepEqual(await violations(anna), []);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await anna.getByText(`1 ticket merged into #${first.number}`).waitFor();
  await anna.waitForURL(new RegExp(`/tickets/${first.id}$`));
  await anna.locator('.message', { hasText: 'Second question' }).waitFor();
  assert.equal((await owner.get(`/api/tickets/${second.id}`)).merged_into_id, first.id);
  await anna.getByRole('button', { name: 'Undo' }).click();
  await anna.getByText('Taken back').waitFor();
  await anna.locator('.message', { hasText: 'Second question' }).waitFor({ state: 'detached' });
  assert.equal((await owner.get(`/api/tickets/${second.id}`)).merged_into_id, null);
});

test('messages are split off into a ticket of their own', { timeout: 180_000 }, async () => {
  const { id } = await make('Two things', 'The jacket is too small.');
  await owner.post(`/api/tickets/${id}/messages`, { public: false, body_text: 'And the invoice is missing.' });
  await ticket(ben, desk.url, id);
  await ben.keyboard.press('Control+k');
  await ben.getByRole('combobox', { name: 'Command palette' }).fill('split');
  await ben.getByRole('option', { name: 'Split…' }).click();
  await ben.locator('.message', { hasText: 'And the invoice is missing.' }).getByRole('checkbox').check();
  assert.deepEqual(await violations(ben), []);
  await ben.getByRole('button', { name: 'Split off' }).click();
  const said = await ben.getByText(/Split off as ticket #\d+/).textContent();
  await ben.locator('.message', { hasText: 'And the invoice is missing.' }).waitFor({ state: 'detached' });
  const found = (await owner.get(`/api/tickets?q=${encodeURIComponent(`number:${/#(\d+)/.exec(said)[1]}`)}`)).data;
  assert.equal(found.length, 1);
  assert.deepEqual((await owner.get(`/api/tickets/${found[0].id}/messages`)).data.map((message) => message.body_text.trim()), ['And the invoice is missing.']);
});

test('nothing in the consoles', async () => {
  await view(anna, desk.url);
  assert.deepEqual([...anna.problems, ...ben.problems], []);
});
