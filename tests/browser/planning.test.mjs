// The Planning page in a real browser: an example season, sliders that answer, saving a variant, comparing, exporting.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, signedIn, violations } from '../support/browser.mjs';
import { Desk, eventually } from '../support/desk.mjs';

let desk, browser, owner;
before(async () => {
  desk = await Desk.start();
  owner = await desk.setUp();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await desk?.stop();
});

const done = (count) =>
  eventually(async () => {
    const { data } = await owner.get('/api/planning/scenarios');
    return data.length === count && data.every((one) => one.latest_run?.state === 'done');
  }, `${count} scenarios computed`, 150);

test('from the empty page to two scenarios side by side', { timeout: 400_000 }, async () => {
  const page = await signedIn(browser, desk.url, 'owner@shop.test', 'a long enough password');
  const found = [];
  const look = async (where) => { for (const problem of await violations(page)) found.push(`${where}: ${problem}`); };
  await page.goto(`${desk.url}/planning`);
  await page.waitForSelector('.plan-way');
  await look('empty');
  await page.locator('.plan-way').first().click();
  await page.waitForURL(/planning\/\d+/);
  await page.waitForSelector('.plan-figures');
  await look('season');

  // A lever answers at once, and nothing is kept before it is saved.
  const contacts = () => page.locator('.plan-figures > div').first().locator('.plan-sub').innerText();
  const before = await contacts();
  await page.locator('input[name=deflects]').fill('0.3');
  await page.waitForFunction((was) => document.querySelector('.plan-figures > div .plan-sub').textContent !== was, before);
  const [kept] = (await owner.get('/api/planning/scenarios')).data;
  assert.equal(kept.scenario.what_if?.deflects ?? 0, 0);

  // Saved as another one, which is computed by itself.
  await page.getByRole('button', { name: 'Save as a new scenario' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('With more self-service');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(String(kept.id)) && /planning\/\d+/.test(url.pathname));
  await done(2);
  await page.reload();
  await page.waitForSelector('.plan-figures');
  for (const view of ['Staffing', 'Roster', 'Rehearsal', 'Cost and service', 'Season']) {
    await page.locator('.plan-tabs button', { hasText: view }).click();
    await page.waitForSelector('.plan-chart, .plan-roster');
    await look(view);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(wide, false, `${view} is wider than the screen`);
  }

  // Keyboard: the chart's cursor says the day it stands on; the same numbers are there as a table.
  await page.locator('.plan-chart svg').first().focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await page.locator('.plan-said').first().innerText(), /:.*tickets/);
  await page.locator('.plan-chart .plan-link').first().click();
  assert.equal(await page.locator('.plan-chart tbody tr').count(), 14);

  // Exports download.
  await page.getByRole('button', { name: 'Export' }).click();
  const [calendar] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /iCal/ }).click()]);
  assert.match(calendar.suggestedFilename(), /roster\.ics$/);

  await page.goto(`${desk.url}/planning`);
  await page.waitForSelector('.plan-card');
  for (const box of await page.locator('.plan-choose input').all()) await box.check();
  await page.waitForSelector('.plan-compare');
  assert.match(await page.locator('.plan-compare').innerText(), /With more self-service/);
  await look('compare');
  assert.deepEqual(found, []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('on a phone, in the dark, in German', { timeout: 120_000 }, async () => {
  await owner.patch('/api/profile', { locale: 'de' });
  const page = await signedIn(browser, desk.url, 'owner@shop.test', 'a long enough password', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await page.goto(`${desk.url}/planning`);
  await page.locator('.plan-card a').first().click();
  await page.waitForSelector('.plan-figures');
  assert.match(await page.locator('.plan-tabs').innerText(), /Dienstplan/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
