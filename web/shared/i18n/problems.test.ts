import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { setLocale } from './index';
import { knownSentences, problemSentence, sentenceText } from './problems';

/** Every text in the server's source, pieces joined, what is filled in written as 9. */
function serverTexts(): string[] {
  const source = path.resolve(__dirname, '../../../src');
  const files = fs.readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cpp') && !/_(test|fuzz)\.cpp$/.test(name));
  return files.flatMap((name) => {
    const joined = fs.readFileSync(path.join(source, name), 'utf8').replace(/"\s*\+[^";]*\+\s*"/g, '9').replace(/"\s*\n\s*"/g, '');
    return [...joined.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map((match) => match[1]!.replace(/\\"/g, '"'));
  });
}

describe('what the server says', () => {
  it('is known by sentences that the server still writes', () => {
    const texts = serverTexts();
    expect(texts.length).toBeGreaterThan(500);
    const stale = knownSentences.flatMap((says) => says.source.split(/\|(?=\^)/)).filter((one) => !texts.some((text) => new RegExp(one.replace(/(\(\.\*\)\\\.)?\$$/, '')).test(text)));
    expect(stale).toEqual([]);
  });
  it('is told in the reader\'s language', async () => {
    await setLocale('de');
    expect(problemSentence('email_taken', 'Somebody signs in with this address already.')).toBe('Mit dieser Adresse meldet sich schon jemand an.');
    expect(problemSentence('invalid_input', 'Please fill this in.')).toBe('Bitte ausfüllen.');
    expect(sentenceText('There is no filter "colour:". Possible: is:, tag:. Quote the word to search for it as text.')).toContain('„colour:“');
    expect(sentenceText('The filter is: does not know "blue". Possible: open, closed.')).toBe('„blue“ passt nicht zum Filter is:. Möglich: open, closed');
    await setLocale('en');
  });
  it('stays the server\'s own words when nobody translated them', () => {
    expect(problemSentence('something_new', 'The moon is full.')).toBe('The moon is full.');
  });
});
