// What is wrong with an uploaded file, in the reader's language. The reader of files (src/forecasting/series_csv.cpp, series_grid.cpp)
// and the upload write these sentences; file_problems.test.ts finds each there.
import { t, type Params, type TextKey } from '@peakdesk/shared/i18n';

type Sentence = { key: TextKey; says: RegExp; places: string[] };

export const sentences: Sentence[] = [
  { key: 'plan.wrong.not_text', says: /the file holds zero bytes/, places: [] },
  { key: 'plan.wrong.empty', says: /the file is empty|no rows below the header/, places: [] },
  { key: 'plan.wrong.rows', says: /more than 5,000,000 rows/, places: [] },
  { key: 'plan.wrong.one_column', says: /one column; it needs/, places: [] },
  { key: 'plan.wrong.no_header', says: /(\d+) columns and no header/, places: ['count'] },
  { key: 'plan.wrong.columns', says: /(\d+) columns where line 1 has (\d+)/, places: ['count', 'wanted'] },
  { key: 'plan.wrong.date', says: /"(.*)" is not a date or time/, places: ['value'] },
  { key: 'plan.wrong.number', says: /"(.*)" is not a number/, places: ['value'] },
  { key: 'plan.wrong.negative', says: /"(.*)" is negative/, places: ['value'] },
  { key: 'plan.wrong.large', says: /"(.*)" is too large/, places: ['value'] },
  { key: 'plan.wrong.zones', says: /times with and without a zone are mixed|the zone changes by more than an hour|zones are mixed \(/, places: [] },
  { key: 'plan.wrong.twice', says: /line \d+: (.*) stands in line (\d+) already/, places: ['value', 'other'] },
  { key: 'plan.wrong.grid', says: /line \d+: (.*) does not stand on the series' grid/, places: ['value'] },
  { key: 'plan.wrong.gaps', says: /more times are missing \((\d+)/, places: ['count'] },
  { key: 'plan.wrong.one_point', says: /only one point/, places: [] },
  { key: 'plan.wrong.many', says: /^The file holds (\d+) series/, places: ['count'] },
  { key: 'plan.wrong.step', says: /^A plan needs counts by day or finer/, places: [] },
];

/** `message` as the server wrote it, in the reader's language with the line it names; unchanged when nobody translated it. */
export function fileProblem(message: string): string {
  for (const { key, says, places } of sentences) {
    const match = says.exec(message);
    if (!match) continue;
    const said = t(key, Object.fromEntries(places.map((place, index) => [place, match[index + 1]!])) as Params);
    const line = /^line (\d+): /.exec(message);
    return line ? t('plan.wrong.line', { line: line[1]!, said }) : said;
  }
  return message;
}
