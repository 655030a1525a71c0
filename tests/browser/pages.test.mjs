// Every main page of the demo shop opens without complaint of the console and without a finding of axe: desktop and phone, light and dark.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, signedIn, violations } from '../support/browser.mjs';
import { Desk, binary } from '../support/desk.mjs';

let desk, browser, data;
before(async () => {
  data = mkdtempSync(join(tmpdir(), 'peakdesk-demo-'));
  execFileSync(binary, ['demo', '--data', data, '--tickets', '60']);
  desk = await Desk.start({ data });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await desk?.stop();
  rmSync(data, { recursive: true, force: true });
});

const paths = ['/views/inbox', '/new', '/search?q=order', '/customers', '/questions', '/questions?tab=new', '/questions?tab=learning', '/settings/profile', '/settings/macros', '/settings/mailboxes', '/settings/forms', '/settings/users', '/settings/audit'];
for (const [name, options] of [
  ['desktop, light', {}],
  ['desktop, dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 360, height: 740 } }],
])
  test(`the pages on a ${name} screen`, { timeout: 180_000 }, async () => {
    const page = await signedIn(browser, desk.url, 'demo@peakdesk.example', 'peak-demo-2026', options);
    const found = [];
    for (const path of paths) {
      await page.goto(desk.url + path);
      await page.waitForLoadState('networkidle');
      for (const problem of await violations(page)) found.push(`${path}: ${problem}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      if (wide) found.push(`${path}: wider than the screen`);
    }
    await page.goto(`${desk.url}/views/inbox`);
    await page.locator('.row').first().click();
    await page.waitForSelector('.message');
    for (const problem of await violations(page)) found.push(`a ticket: ${problem}`);
    assert.deepEqual(found, []);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
