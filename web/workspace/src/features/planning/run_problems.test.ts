import fs from 'node:fs';
import path from 'node:path';
import { Problem } from '@peakdesk/shared/api';
import { hasText, loadReports, locales, setLocale, type LocaleCode } from '@peakdesk/shared/i18n';
import { problemSentence } from '@peakdesk/shared/problems';
import { beforeAll, describe, expect, it } from 'vitest';
import { planProblem, planProblemText, sentences } from './run_problems';

const room = path.resolve(__dirname, '../../../../../src/planning');
const source = fs.readdirSync(room).filter((name) => name.endsWith('.cpp') && !/_(test|fuzz)\.cpp$/.test(name))
  .map((name) => fs.readFileSync(path.join(room, name), 'utf8')).join('\n');

describe('why a scenario is refused', () => {
  beforeAll(() => loadReports());
  it('is known by sentences that the server still writes', () => {
    // A piece of each that is fixed: the longest without a place.
    const pieces = sentences.flatMap(({ says }) => says.source.split('|').map((one) => one.replace(/\\([(.])/g, '$1').split(/\(\\d\+\)|\(\.\*\)|\(\\S\+\)|"\?|\\/).sort((a, b) => b.length - a.length)[0]!));
    expect(pieces.filter((piece) => piece.length < 8 || !source.includes(piece))).toEqual([]);
  });
  it('is said in every language for each code that planning answers', async () => {
    const codes = [...source.matchAll(/throw_conflict\("(\w+)"/g)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(5);
    for (const locale of Object.keys(locales) as LocaleCode[]) {
      await setLocale(locale);
      expect(codes.filter((code) => !hasText(`problem.${code}`))).toEqual([]);
    }
    await setLocale('de');
    expect(problemSentence('too_many_series', 'There are 50 series. Delete some first.')).toBe('Es gibt schon 50 Reihen. Löschen Sie erst eine.');
    await setLocale('en');
  });
  it('is said in the reader\'s language, with what stands there', async () => {
    await setLocale('de');
    expect(planProblem('team[0].agents must be a number from 0 to 100000.')).toBe('Hier passt eine Zahl von 0 bis 100000.');
    expect(planProblem('volume.tickets must be one number for each of the 7 days.')).toBe('Für jeden der 7 Tage wird eine Zahl gebraucht.');
    expect(planProblemText(new Problem({ status: 422, code: 'invalid_input', detail: 'A season here has at most 184 days.' }))).toBe('Eine Saison hat hier höchstens 184 Tage.');
    await setLocale('en');
  });
  it('stays the server\'s own words when nobody translated them', () => {
    expect(planProblem('the moon is full.')).toBe('the moon is full.');
    expect(planProblem(undefined)).toBeUndefined();
  });
});
