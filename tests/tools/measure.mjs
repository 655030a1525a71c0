// How the list and the conversation feel, in figures: frames a second while 10,000 rows fly by, and milliseconds from a click to the
// shown ticket. On a busy machine wall times say little, so the main thread's own processor time stands beside them.
// node tools/measure.mjs URL [rows] (DESK_EMAIL, DESK_PASSWORD to sign in)
import { chromium } from 'playwright-core';

const url = process.argv[2];
const rows = Number(process.argv[3] ?? 10_000);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
if (process.env.DESK_EMAIL) {
  await page.goto(`${url}/signin`);
  await page.fill('input[type=email]', process.env.DESK_EMAIL);
  await page.fill('input[type=password]', process.env.DESK_PASSWORD ?? '');
  await page.click('button[type=submit]');
  await page.waitForURL(/views/);
}
const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
const busy = async () => (await cdp.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration').value * 1000;
const round = (value) => Math.round(value * 10) / 10;
await page.goto(`${url}/views/all`);
await page.waitForSelector('.row');
// Pages come by cursor: let the list load itself to its end first.
const loaded = await page.evaluate(async (wanted) => {
  const list = document.querySelector('.list-scroll');
  const height = () => list.firstElementChild.scrollHeight / 82;
  for (let still = 0; still < 40 && height() < wanted;) {
    const before = height();
    list.scrollTop = list.scrollHeight;
    await new Promise((resolve) => setTimeout(resolve, 50));
    still = height() > before ? 0 : still + 1;
  }
  list.scrollTop = 0;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return Math.round(height());
}, rows);
const fps = [];
const frameCpu = [];
for (let run = 0; run < 3; run += 1) {
  const before = await busy();
  const { rate, frames } = await page.evaluate(() => new Promise((resolve) => {
    const list = document.querySelector('.list-scroll');
    list.scrollTop = 0;
    const begin = performance.now();
    let frames = 0;
    const step = (now) => {
      frames += 1;
      list.scrollTop += 240;
      if (now - begin < 4000) requestAnimationFrame(step);
      else resolve({ frames, rate: Math.round((frames * 10_000) / (now - begin)) / 10 });
    };
    requestAnimationFrame(step);
  }));
  fps.push(rate);
  frameCpu.push(round((await busy() - before) / frames));
}
await page.evaluate(() => { document.querySelector('.list-scroll').scrollTop = 0; });
await page.waitForTimeout(500);
await page.locator('.row').first().click();
await page.waitForSelector('.ProseMirror');
await page.waitForTimeout(1500);
const switches = [];
const switchCpu = [];
for (let index = 1; index < 8; index += 1) {
  const before = await busy();
  switches.push(await page.evaluate((at) => new Promise((resolve) => {
    const row = [...document.querySelectorAll('.row')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[at];
    const id = row.id.replace('ticket-', '');
    const begin = performance.now();
    row.click();
    const look = () => {
      const active = document.querySelector('.row[data-active]');
      if (active?.id === `ticket-${id}` && location.pathname.endsWith(id) && document.querySelector('.thread .message')) requestAnimationFrame(() => resolve(Math.round(performance.now() - begin)));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }), index));
  switchCpu.push(round(await busy() - before));
  await page.waitForTimeout(600);
}
console.log(JSON.stringify({ rows: loaded, scroll_fps: fps, scroll_cpu_ms_a_frame: frameCpu, ticket_switch_ms: switches, ticket_switch_cpu_ms: switchCpu }));
await browser.close();
