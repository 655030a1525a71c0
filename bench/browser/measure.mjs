// How the workspace feels, in figures: frames a second while 10,000 rows fly by, milliseconds from a click to a shown ticket, and the
// JavaScript the inbox with an open ticket loads. One JSON object on stdout; what it is doing goes to stderr.
// node bench/browser/measure.mjs --url URL --email E-MAIL --password PASSWORD [--rows 10000] [--view all]
// The server must have a view of that many tickets. A plain list of as many empty rows, scrolled in the same browser, says what the
// machine itself can do: Chromium has no GPU here, so every frame is drawn by the processor.
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';

const { chromium } = createRequire(new URL('../../tests/package.json', import.meta.url))('playwright-core');
const { values: options } = parseArgs({ options: {
  url: { type: 'string' }, email: { type: 'string' }, password: { type: 'string' }, rows: { type: 'string', default: '10000' }, view: { type: 'string', default: 'all' },
} });
if (!options.url || !options.email || !options.password) {
  console.error('node bench/browser/measure.mjs --url URL --email E-MAIL --password PASSWORD [--rows 10000] [--view all]');
  process.exit(2);
}
const wanted = Number(options.rows);
const round = (value, digits = 1) => Number(value.toFixed(digits));
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];
const say = (text) => console.error(text);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${options.url}/signin`);
  await page.fill('input[type=email]', options.email);
  await page.fill('input[type=password]', options.password);
  await page.click('button[type=submit]');
  await page.waitForURL(/views/);

  // Scrolls 240 px (three rows) in every frame for four seconds and counts the frames; three times, the middle one counts.
  async function scrolled(page, selector) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async () => (await cdp.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration').value * 1000;
    const runs = [];
    for (let run = 0; run < 3; run += 1) {
      const before = await busy();
      const { frames, ms } = await page.evaluate((what) => new Promise((resolve) => {
        const list = document.querySelector(what);
        list.scrollTop = 0;
        requestAnimationFrame((begin) => {
          let frames = 0;
          const step = (now) => {
            frames += 1;
            list.scrollTop += 240;
            if (now - begin < 4000) requestAnimationFrame(step);
            else resolve({ frames, ms: now - begin });
          };
          requestAnimationFrame(step);
        });
      }), selector);
      runs.push({ fps: round((1000 * frames) / ms), cpu: round((await busy() - before) / frames) });
    }
    return runs.sort((a, b) => a.fps - b.fps)[1];
  }

  say('a plain list …');
  const plain = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await plain.setContent('<div id="list" style="height:860px;overflow-y:auto"></div>');
  await plain.evaluate((rows) => {
    const list = document.getElementById('list');
    for (let row = 0; row < rows; row += 1) list.append(Object.assign(document.createElement('div'), { style: 'height:82px;border-bottom:1px solid #ddd' }));
  }, wanted);
  const limit = await scrolled(plain, '#list');
  await plain.close();

  say(`loading ${wanted} rows …`);
  await page.goto(`${options.url}/views/${options.view}`);
  await page.waitForSelector('.row');
  const loaded = await page.evaluate(async (rows) => {
    const list = document.querySelector('.list-scroll');
    const row = document.querySelector('.row').getBoundingClientRect().height;
    const known = () => Math.round(list.scrollHeight / row);
    for (let still = 0; still < 100 && known() < rows;) {
      const before = known();
      list.scrollTop = list.scrollHeight;
      await new Promise((resolve) => setTimeout(resolve, 30));
      still = known() > before ? 0 : still + 1;
    }
    list.scrollTop = 0;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return known();
  }, wanted);
  if (loaded < wanted) throw new Error(`the view "${options.view}" holds ${loaded} tickets, ${wanted} are needed`);

  say('scrolling …');
  const list = await scrolled(page, '.list-scroll');

  // Far: tickets nobody has looked at, five rows further each time. Near: the next row, which the list fetches ahead.
  async function switches(far, times) {
    const found = [];
    for (let index = 0; index < times; index += 1) {
      const { id, ms } = await page.evaluate(({ step }) => new Promise((resolve) => {
        const rows = [...document.querySelectorAll('.row')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
        const next = rows[Math.max(0, rows.findIndex((row) => row.hasAttribute('data-active'))) + step];
        const old = document.querySelector('.thread');
        const begin = performance.now();
        next.click();
        const look = () => {
          const thread = document.querySelector('.thread');
          // Shown: the row is marked, the old conversation is gone and the new one has its messages; then one frame to paint them.
          if (next.hasAttribute('data-active') && thread && thread !== old && thread.querySelector('.message')) {
            requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve({ id: next.id, ms: performance.now() - begin }); channel.port2.postMessage(0); });
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }), { step: far ? 5 : 1 });
      found.push(ms);
      await page.waitForSelector('.ProseMirror');
      await page.waitForLoadState('networkidle');
      await page.locator(`[id="${id}"]`).evaluate((row) => row.scrollIntoView({ block: 'start' }));
      await page.waitForTimeout(350);
    }
    return found;
  }
  say('opening tickets …');
  await page.evaluate(() => { document.querySelector('.list-scroll').scrollTop = 0; });
  await page.locator('.row').first().click();
  await page.waitForSelector('.ProseMirror');
  await page.waitForTimeout(1000);
  const far = await switches(true, 24);
  const near = await switches(false, 12);

  say('weighing the scripts …');
  const fresh = await browser.newContext({ storageState: await page.context().storageState(), viewport: { width: 1440, height: 900 } });
  const first = await fresh.newPage();
  const scripts = new Map();
  first.on('response', (answer) => { if (answer.request().resourceType() === 'script' || answer.url().endsWith('.js')) scripts.set(answer.url(), answer); });
  await first.goto(`${options.url}/views/${options.view}`);
  await first.waitForSelector('.row');
  await first.waitForLoadState('networkidle');
  const weigh = async () => {
    let sum = 0;
    for (const answer of scripts.values()) sum += gzipSync(await answer.body(), { level: 6 }).length;
    return round(sum / 1000);
  };
  const listAlone = await weigh();
  await first.locator('.row').first().click();
  await first.waitForSelector('.ProseMirror');
  await first.waitForLoadState('networkidle');

  console.log(JSON.stringify({
    fps: list.fps, ticket_switch_ms_p50: round(quantile(far, 0.5)), ticket_switch_ms_p95: round(quantile(far, 0.95)), inbox_js_gz_kb: await weigh(),
    rows: loaded, plain_list_fps: limit.fps, scroll_main_thread_ms_a_frame: list.cpu,
    next_ticket_ms_p50: round(quantile(near, 0.5)), next_ticket_ms_p95: round(quantile(near, 0.95)), list_js_gz_kb: listAlone,
  }));
} finally {
  await browser.close();
}
