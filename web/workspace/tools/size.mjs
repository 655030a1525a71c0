// What the inbox route loads, gzipped, against its budget: the entry and everything it imports statically (JS), and its CSS.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const dist = new URL('../dist', import.meta.url).pathname;
const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
const size = (file) => zlib.gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length;
// What an opened ticket loads besides: the reply box and the customer's pane, found by their names.
const lazy = fs.readdirSync(path.join(dist, 'assets')).filter((name) => /^(composer|customer_panel|index)-.*\.(js|css)$/.test(name)).map((name) => `assets/${name}`);
const seen = new Set();
const follow = (file) => {
  if (seen.has(file)) return;
  seen.add(file);
  if (!file.endsWith('.js')) return;
  const text = fs.readFileSync(path.join(dist, file), 'utf8');
  for (const match of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) follow(`assets/${match[1]}`);
};
for (const match of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)) follow(match[1]);
const sum = (end) => [...seen].filter((file) => file.endsWith(end)).reduce((all, file) => all + size(file), 0);
const shell = sum('.js');
lazy.forEach(follow);
const [js, css] = [sum('.js'), sum('.css')];
const budget = { js: 380_000, css: 45_000 };
console.log(`shell JS ${shell} B gz; inbox with an open ticket: JS ${js} B gz (budget ${budget.js}), CSS ${css} B gz (budget ${budget.css}), ${seen.size} files`);
if (js > budget.js || css > budget.css) process.exit(1);
