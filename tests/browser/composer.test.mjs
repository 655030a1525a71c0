// The reply box: files by drop and paste, macros with an empty variable, mentions, sending and closing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, signedIn, ticket, violations } from '../support/browser.mjs';
import { Desk, eventually } from '../support/desk.mjs';

let desk, owner, browser, page;
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const make = (subject, customer = { email: 'sam@mail.test', name: 'Sam Shopper' }) =>
  owner.post('/api/tickets', { subject, channel: 'email', customer, message: { body_text: 'Where is it?', from_agent: true } });
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
  await owner.post('/api/users', { name: 'Ben Agent', email: 'ben@shop.test', role: 'agent', password: 'another long password' });
  await owner.post('/api/macros', { name: 'Late parcel', actions: [{ name: 'setResponseText', arguments: { body_html: '<p>Hi {{ticket.customer.firstname}}, order {{ticket.customer.integrations.shopify.orders[0].name}} is late.</p>' } }, { name: 'addTags', arguments: { tags: 'late' } }] });
  browser = await launch();
  page = await signedIn(browser, desk.url, 'owner@shop.test', 'a long enough password');
});
after(async () => {
  await browser?.close();
  await desk?.stop();
});

/** Files as the browser hands them over, dropped on or pasted into what `selector` finds. */
const handOver = (selector, kind, files) =>
  page.evaluate(([where, what, list]) => {
    const data = new DataTransfer();
    for (const { name, type, base64 } of list) data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }));
    const target = document.querySelector(where);
    const event = what === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : null;
    if (event) { target.dispatchEvent(event); return; }
    for (const name of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [selector, kind, files]);

test('files come by drop and by paste, pictures stand in the text, and all can be fetched again', { timeout: 180_000 }, async () => {
  const { id } = await make('Files');
  await ticket(page, desk.url, id);
  await page.locator('.ProseMirror').click();
  await page.keyboard.type('See the label.');
  await handOver('.composer', 'drop', [{ name: 'label.txt', type: 'text/plain', base64: btoa('to the depot') }]);
  await page.locator('.composer .file', { hasText: 'label.txt' }).waitFor();
  await handOver('.ProseMirror', 'paste', [{ name: 'photo.png', type: 'image/png', base64: pixel }]);
  await page.locator('.ProseMirror img[src*="/api/attachments/"]').waitFor();
  await handOver('.ProseMirror', 'paste', [{ name: 'terms.pdf', type: 'application/pdf', base64: btoa('%PDF-1.4 small') }]);
  const pdf = page.locator('.composer .file', { hasText: 'terms.pdf' });
  await pdf.waitFor();
  await page.locator('.composer .file [role=progressbar]').first().waitFor({ state: 'detached' });
  assert.deepEqual(await violations(page), []);
  await pdf.getByRole('button', { name: 'Remove terms.pdf' }).click();
  await page.locator('.ProseMirror').click();
  await page.keyboard.press('Control+Enter');
  const sent = page.locator('.message[data-kind=agent]').last();
  await sent.locator('.file', { hasText: 'label.txt' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), sent.locator('a.file', { hasText: 'label.txt' }).click()]);
  assert.equal(download.suggestedFilename(), 'label.txt');
  assert.equal(readFileSync(await download.path(), 'utf8'), 'to the depot');
  await sent.locator('iframe').contentFrame().locator('img').waitFor();
  await eventually(() => sent.locator('iframe').contentFrame().locator('img').evaluate((image) => image.naturalWidth === 1), 'the picture is shown');
  const [message] = (await owner.get(`/api/tickets/${id}/messages`)).data;
  assert.match(message.body_html, /src="cid:/);
  assert.deepEqual(message.attachments.map((file) => [file.name, file.is_inline]).sort(), [['label.txt', false], ['photo.png', true]]);
});

test('a macro with an empty variable warns before it is sent, and its actions happen', { timeout: 180_000 }, async () => {
  const { id } = await make('Late');
  await ticket(page, desk.url, id);
  await page.locator('.ProseMirror').click();
  await page.keyboard.type('/late');
  await page.locator('.suggest').getByText('Late parcel').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('One variable has no value and is highlighted.').waitFor();
  await page.locator('.ProseMirror .variable').waitFor();
  await page.keyboard.press('Control+Enter');
  const guard = page.getByRole('dialog', { name: 'Some variables are empty' });
  await guard.waitFor();
  assert.deepEqual(await violations(page), []);
  await guard.getByRole('button', { name: 'Send without them' }).click();
  await page.locator('.message[data-kind=agent]', { hasText: 'Hi Sam, order' }).waitFor();
  await eventually(async () => (await owner.get(`/api/tickets/${id}`)).tags.some((tag) => tag.name === 'late'), 'the macro tags the ticket');
  const [message] = (await owner.get(`/api/tickets/${id}/messages`)).data;
  assert.doesNotMatch(message.body_text, /\{\{/);
});

test('a note mentions a colleague, who finds it among their mentions', { timeout: 180_000 }, async () => {
  const { id } = await make('Please look');
  await ticket(page, desk.url, id);
  await page.keyboard.press('n');
  await page.keyboard.type('@Ben');
  await page.locator('.suggest').getByText('Ben Agent').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ProseMirror .mention').waitFor();
  await page.keyboard.type(' can you check the depot?');
  await page.keyboard.press('Control+Enter');
  await page.locator('.message[data-kind=note]', { hasText: 'can you check the depot?' }).waitFor();
  const ben = await signedIn(browser, desk.url, 'ben@shop.test', 'another long password');
  await ben.goto(`${desk.url}/views/mentions`);
  await ben.locator('.row', { hasText: 'Please look' }).waitFor();
  assert.deepEqual(ben.problems, []);
});

test('send and close leads to the next ticket', { timeout: 180_000 }, async () => {
  const one = await make('Done with this');
  await page.goto(`${desk.url}/views/inbox`);
  await page.locator('.row', { hasText: 'Done with this' }).click();
  await page.waitForSelector('.ProseMirror');
  await page.locator('.ProseMirror').click();
  await page.keyboard.type('It is on its way.');
  await page.keyboard.press('Control+Shift+Enter');
  await page.getByText('Sent and closed').waitFor();
  await page.waitForURL((url) => url.pathname.includes('/tickets/') && !url.pathname.endsWith(`/${one.id}`));
  assert.equal((await owner.get(`/api/tickets/${one.id}`)).status, 'closed');
  assert.deepEqual(page.problems, []);
});
