import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNumber, hasText, loadReports, locales, pickLocale, setLocale, shortTime, t, type LocaleCode, type Text } from './index';

const codes = Object.keys(locales) as LocaleCode[];
const folder = (code: LocaleCode) => code.toLowerCase().replace('-', '_');
const load = async (code: LocaleCode) => ({
  ...((await import(`./${folder(code)}/index.ts`)) as { catalogue: Record<string, Text> }).catalogue,
  ...((await import(`./${folder(code)}/reports.ts`)) as { reports: Record<string, Text> }).reports,
});
const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(codes)('the %s catalogue', (code) => {
  it('has every text of the English one and no other', async () => {
    expect(Object.keys(await load(code)).sort()).toEqual(Object.keys(await load('en')).sort());
  });
  it('is a catalogue of its own, with no empty text', async () => {
    const mine = await load(code);
    const english = await load('en');
    for (const text of Object.values(mine)) for (const form of forms(text)) expect(form.trim()).not.toBe('');
    if (code === 'en') return;
    const same = Object.keys(mine).filter((key) => JSON.stringify(mine[key]) === JSON.stringify(english[key]));
    expect(same.length / Object.keys(mine).length).toBeLessThan(0.12);
  });
  it('fills in the same places as the English one', async () => {
    const mine = await load(code);
    for (const [key, text] of Object.entries(await load('en'))) {
      const wanted = [...new Set(forms(text).flatMap(places))].sort();
      for (const form of forms(mine[key]!)) expect([key, [...new Set(places(form))].filter((place) => place !== 'count')]).toEqual([key, wanted.filter((place) => place !== 'count')]);
      expect([key, typeof mine[key]]).toEqual([key, typeof text]);
    }
  });
  it('has the plural forms of its language', async () => {
    const needed = new Set([0, 1, 2, 3, 5, 11, 21, 22, 100, 1_000].map((count) => new Intl.PluralRules(code).select(count)));
    for (const [key, text] of Object.entries(await load(code))) {
      if (typeof text === 'string') continue;
      for (const form of needed) if (form !== 'many' || code === 'ru') expect([key, Object.keys(text)]).toEqual([key, expect.arrayContaining([form])]);
    }
  });
});

describe('texts in the workspace', () => {
  const source = path.resolve(__dirname, '../../workspace/src');
  const files = fs.readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));
  it('of the leads\' pages are used by these alone: elsewhere they are not loaded', async () => {
    const { reports } = (await import('./en/reports')) as { reports: Record<string, Text> };
    const theirs = /^features\/(planning\/|insights\/(questions_page|clusters_panel|learning_panel|day_chart)\.)/;
    for (const file of files.filter((name) => !theirs.test(name.replaceAll('\\', '/')))) {
      const used = [...fs.readFileSync(path.join(source, file), 'utf8').matchAll(/'([a-z_]+\.[a-z0-9_.]+)'/g)].map((match) => match[1] ?? '');
      expect([file, used.filter((key) => key in reports)]).toEqual([file, []]);
    }
  });
  it('all exist', async () => {
    await setLocale('en');
    await loadReports();
    const english = Object.keys(await load('en'));
    const missing: string[] = [];
    for (const file of files) {
      const text = fs.readFileSync(path.join(source, file), 'utf8');
      for (const match of text.matchAll(/\bt\(\s*(['`])([^'`]+)\1/g)) {
        const key = match[2]!;
        // A computed key: something must begin and end like it.
        const pattern = new RegExp(`^${key.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^()|[\]\\]/g, '\\$&')).join('.+')}$`);
        if (!(key.includes('${') ? english.some((one) => pattern.test(one)) : hasText(key))) missing.push(`${file}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });
  it('are all used', () => {
    const all = [...files.map((file) => path.join(source, file)), path.join(__dirname, 'problems.ts')].map((file) => fs.readFileSync(file, 'utf8')).join('\n');
    const computed = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1]!);
    return load('en').then((english) => {
      const unused = Object.keys(english).filter((key) => !all.includes(`'${key}'`) && !computed.some((start) => key.startsWith(start)));
      expect(unused).toEqual([]);
    });
  });
});

describe('translation', () => {
  it('chooses plural forms and fills in places', async () => {
    await setLocale('ru');
    expect([1, 3, 5].map((count) => t('customer.tickets', { count }))).toEqual(['1 обращение', '3 обращения', '5 обращений']);
    await setLocale('en');
    expect(t('palette.search_for', { text: 'x' })).toBe('Search for “x”');
  });
  it('picks the nearest language of a browser', () => {
    expect(pickLocale(['pt-PT', 'en'])).toBe('pt-BR');
    expect(pickLocale(['fr-CA'])).toBe('fr');
    expect(pickLocale(['ja'])).toBe('en');
  });
  it('writes numbers and times the language\'s way', async () => {
    await setLocale('de');
    expect(formatNumber(8889)).toBe('8.889');
    expect(shortTime('2026-11-22T09:05:00.000Z', new Date('2027-03-01T00:00:00Z'))).toContain('26');
    await setLocale('en');
  });
});
