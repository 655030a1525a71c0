// Debian's Chromium, headless, with a fresh profile and nothing in the background.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

/** A page of its own context; `problems` collects what the console complains of. */
export async function opened(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket|Failed to load resource/.test(message.text())) page.problems.push(message.text());
  });
  page.on('pageerror', (error) => page.problems.push(`page error: ${error.message}`));
  return page;
}

export async function signIn(page, url, email, password) {
  await page.goto(`${url}/signin`);
  await page.fill('input[type=email]', email);
  await page.fill('input[type=password]', password);
  await page.click('button[type=submit]');
}

/** As `opened`, signed in and looking at the inbox. */
export async function signedIn(browser, url, email, password, options = {}) {
  const page = await opened(browser, options);
  await signIn(page, url, email, password);
  await page.waitForURL(/views/, { timeout: 30_000 });
  return page;
}

/** Opens a view's list; returns when rows or its empty state are there. */
export async function view(page, url, name = 'inbox') {
  await page.goto(`${url}/views/${name}`);
  await page.waitForSelector('.row, .blank');
}

/** Opens a ticket with its conversation and its reply box. */
export async function ticket(page, url, id, name = 'inbox') {
  await page.goto(`${url}/views/${name}/tickets/${id}`);
  await page.waitForSelector('.message');
  await page.waitForSelector('.ProseMirror');
}

/** What axe finds wrong with the page once it stands still: halfway through fading in, no text has its contrast yet. */
export async function violations(page) {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished)));
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} (${[...n.any, ...n.all, ...n.none][0]?.message ?? ''})`).join(', ')}`);
}
