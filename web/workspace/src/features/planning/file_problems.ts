// What is wrong with an uploaded file, in the reader's language. The reader of files (src/forecasting/series_csv.cpp, series_grid.cpp)
// and the upload write these sentences; file_problems.test.ts finds each there.
import { t } from '@peakdesk/shared/i18n';
import { saidIn, type Sentence } from '@peakdesk/shared/problems';

export const sentences: Sentence[] = [
  { key: 'plan.wrong.not_text', says: /the file holds zero bytes/ },
  { key: 'plan.wrong.empty', says: /the file is empty|no rows below the header|^The body must be CSV/ },
  { key: 'plan.wrong.rows', says: /more than 5,000,000 rows/ },
  { key: 'plan.wrong.one_column', says: /one column; it needs/ },
  { key: 'plan.wrong.no_header', says: /(\d+) columns and no header/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.columns', says: /(\d+) columns where line 1 has (\d+)/, places: (match) => ({ count: match[1]!, wanted: match[2]! }) },
  { key: 'plan.wrong.date', says: /"(.*)" is not a date or time/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.number', says: /"(.*)" is not a number/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.negative', says: /"(.*)" is negative/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.large', says: /"(.*)" is too large/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.zones', says: /times with and without a zone are mixed|the zone changes by more than an hour|zones are mixed \(/ },
  { key: 'plan.wrong.twice', says: /line \d+: (.*) stands in line (\d+) already/, places: (match) => ({ value: match[1]!, other: match[2]! }) },
  { key: 'plan.wrong.grid', says: /line \d+: (.*) does not stand on the series' grid/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.gaps', says: /more times are missing \((\d+)/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.one_point', says: /only one point/ },
  { key: 'plan.wrong.many', says: /^The file holds (\d+) series/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.step', says: /^A plan needs counts by day or finer/ },
];

/** `message` as the server wrote it, in the reader's language with the line it names; unchanged when nobody translated it. */
export function fileProblem(message: string): string {
  const said = saidIn(sentences, message);
  const line = /^line (\d+): /.exec(message);
  return said && line ? t('plan.wrong.line', { line: line[1]!, said }) : said ?? message;
}
