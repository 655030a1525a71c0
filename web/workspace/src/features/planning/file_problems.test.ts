import fs from 'node:fs';
import path from 'node:path';
import { loadReports, setLocale } from '@peakdesk/shared/i18n';
import { describe, expect, it } from 'vitest';
import { fileProblem, sentences } from './file_problems';

describe('what is wrong with a file', () => {
  it('is known by sentences that the server still writes', () => {
    const source = ['forecasting/series_csv.cpp', 'forecasting/series_grid.cpp', 'planning/past_routes.cpp']
      .map((name) => fs.readFileSync(path.resolve(__dirname, '../../../../../src', name), 'utf8')).join('\n');
    // A piece of each that is fixed: the longest without a place.
    const pieces = sentences.flatMap(({ says }) => says.source.split('|').map((one) => one.replace(/\\\(/g, '(').split(/\(\\d\+\)|\(\.\*\)|\\d\+|\^|"/).sort((a, b) => b.length - a.length)[0]!));
    expect(pieces.filter((piece) => piece.length < 8 || !source.includes(piece))).toEqual([]);
  });
  it('is said in the reader\'s language, with the line and what stands there', async () => {
    await loadReports();
    await setLocale('de');
    expect(fileProblem('line 3: "lots" is not a number: leave the field empty where nothing was recorded')).toBe('Zeile 3: „lots“ ist keine Zahl. Lassen Sie das Feld leer, wo nichts erfasst wurde.');
    expect(fileProblem('line 5: 2026-11-27 stands in line 4 already, with another value: keep one, or name the series in a series_id column')).toBe('Zeile 5: 2026-11-27 steht schon in Zeile 4, mit einem anderen Wert. Behalten Sie einen.');
    expect(fileProblem('line 7: 3 columns where line 1 has 2')).toBe('Zeile 7: 3 Spalten, aber Zeile 1 hat 2.');
    expect(fileProblem('The file holds 4 series; upload one at a time.')).toBe('Die Datei enthält 4 Reihen. Laden Sie eine nach der anderen hoch.');
    await setLocale('en');
  });
  it('stays the server\'s own words when nobody translated them', () => {
    expect(fileProblem('line 2: the moon is full')).toBe('line 2: the moon is full');
  });
});
