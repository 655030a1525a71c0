// Opens pages of a running desk in Chromium: screenshots, axe, console errors. node tools/look.mjs URL OUT [name,name…] [width x height] [light|dark]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [url, out, only = 'all', size = '1440x900', scheme = 'light'] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
fs.mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, bypassCSP: false });
const page = await context.newPage();
const problems = [];
page.on('console', (message) => { if (message.type() === 'error' && !/WebSocket/.test(message.text())) problems.push(message.text()); });
page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
const email = process.env.DESK_EMAIL;
if (email) {
  await page.goto(`${url}/signin`);
  await page.fill('input[type=email]', email);
  await page.fill('input[type=password]', process.env.DESK_PASSWORD ?? '');
  await page.click('button[type=submit]');
  await page.waitForURL(/views/);
}
const first = async () => { await page.locator('.row').first().click(); await page.waitForSelector('.message'); await page.waitForSelector('.ProseMirror').catch(() => {}); await page.waitForTimeout(500); };
const go = (path) => async () => { await page.goto(url + path); await page.waitForTimeout(900); };
const inbox = async () => { await go('/views/inbox')(); await page.waitForSelector('.row, .blank'); };
const steps = {
  inbox, ticket: async () => { await inbox(); await first(); },
  note: async () => { await inbox(); await first(); await page.locator('.composer-tabs button').nth(1).click(); await page.keyboard.type('Please check with the depot '); },
  macro: async () => { await inbox(); await first(); await page.locator('.ProseMirror').click(); await page.keyboard.type('/'); await page.waitForTimeout(600); await page.keyboard.press('Enter'); await page.waitForTimeout(900); },
  guard: async () => { await inbox(); await first(); await page.locator('.ProseMirror').click(); await page.keyboard.type('Hello {{ticket.customer.firstname}}, on its way.'); await page.keyboard.press('Control+Enter'); await page.waitForTimeout(500); },
  bulk: async () => { await inbox(); for (const n of [0, 1, 2]) await page.locator('.row-lead').nth(n).click(); await page.waitForTimeout(300); },
  customer: async () => { await inbox(); await first(); if (width < 1280) await page.locator('.ticket-line button').last().click(); await page.waitForTimeout(900); },
  palette: async () => { await inbox(); await page.keyboard.press('Control+k'); await page.waitForTimeout(600); },
  keys: async () => { await inbox(); await first(); await page.keyboard.press('?'); await page.waitForTimeout(600); },
  history: async () => { await inbox(); await first(); await page.keyboard.press('h'); await page.waitForTimeout(700); },
  new: go('/new'), search: go('/search'), found: go('/search?q=parcel'), customers: go('/customers'), person: go('/customers/1'), settings: go('/settings'),
  ...Object.fromEntries(['profile', 'security', 'views', 'macros', 'tags', 'fields', 'mailboxes', 'set-aside', 'forms', 'users', 'teams', 'account', 'api-keys', 'jobs', 'audit'].map((name) => [`set-${name}`, go(`/settings/${name}`)])),
  mailbox: async () => { await go('/settings/mailboxes')(); await page.locator('.card-row').first().click(); await page.waitForTimeout(500); },
  macroform: async () => { await go('/settings/macros')(); await page.locator('button.card-row').first().click(); await page.waitForTimeout(500); },
  signin: go('/signin'), setup: go('/setup'), missing: go('/views/inbox/tickets/999999999'),
};
let violations = 0;
for (const [name, step] of Object.entries(steps)) {
  if (only !== 'all' && !only.split(',').includes(name)) continue;
  problems.length = 0;
  try {
    await step();
    await page.screenshot({ path: `${out}/${name}-${width}-${scheme}.png` });
    // Evaluated by the debugger, which no policy stops.
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false }));
    violations += result.violations.length;
    for (const one of result.violations) console.log(`${name}: axe ${one.id} (${one.impact}) ${one.nodes.slice(0, 4).map((node) => `${node.target.join(' ')} :: ${(node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '').slice(0, 140)}`).join('\n    ')}`);
  } catch (error) {
    console.log(`${name}: FAILED ${error.message.split('\n')[0]}`);
    await page.screenshot({ path: `${out}/${name}-${width}-${scheme}.png` }).catch(() => {});
  }
  for (const problem of new Set(problems)) console.log(`${name}: console ${problem.slice(0, 300)}`);
}
console.log(`${violations} axe violations`);
await browser.close();
