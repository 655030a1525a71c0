// Why a scenario cannot be kept or computed, in the reader's language. The scenario's reader (src/planning/scenario.cpp and its
// sections), the planner and its routes write these sentences; run_problems.test.ts finds each there.
import { Problem } from '@peakdesk/shared/api';
import { saidIn, type Sentence } from '@peakdesk/shared/problems';
import { problemText } from '../../ui/parts';

export const sentences: Sentence[] = [
  { key: 'plan.wrong.days', says: /A season here has at most (\d+) days/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.intervals', says: /So many intervals and channels are too much at once/ },
  { key: 'plan.wrong.tickets', says: /At most five million tickets fit here/ },
  { key: 'plan.wrong.agents', says: /At most 20,000 agents fit here/ },
  { key: 'plan.wrong.roster_channels', says: /A roster knows at most (\d+) channels/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.roster_people', says: /A roster takes at most (\d+) people/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.no_past', says: /The desk has no past days yet/ },
  { key: 'plan.wrong.past_gone', says: /There is no such past/ },
  { key: 'plan.wrong.past_empty', says: /must have at least one day with a count|There is no day with a count/ },
  { key: 'plan.wrong.past_old', says: /must end at most (\d+) days before the start/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.country', says: /must be one of (.*), or left out/, places: (match) => ({ values: match[1]! }) },
  { key: 'plan.wrong.each_day', says: /one number for each of the (\d+) days/, places: (match) => ({ count: match[1]! }) },
  { key: 'plan.wrong.between', says: /a number from (\S+) to (\S+)\.$/, places: (match) => ({ low: match[1]!, high: match[2]! }) },
  { key: 'plan.wrong.between', says: /a list of numbers from (\S+) to (\S+)\.$/, places: (match) => ({ low: match[1]!, high: match[2]! }) },
  { key: 'plan.wrong.whole', says: /a whole number/ },
  { key: 'plan.wrong.day', says: /a date such as "?2026/ },
  { key: 'plan.wrong.end', says: /Must not lie before start_date|on the day of from or later/ },
  { key: 'plan.wrong.hours', says: /after from_hour/ },
  { key: 'plan.wrong.shares', says: /so that the shares add up to 1 \(now (.*)\)/, places: (match) => ({ value: match[1]! }) },
  { key: 'plan.wrong.break', says: /so that the break lies within the shift/ },
  { key: 'plan.wrong.steps', says: /whole intervals of the scenario/ },
  { key: 'plan.wrong.name', says: /A scenario needs a name|Name the series, in at most 120|Name it, in at most 120|Name the event; the same/ },
  { key: 'plan.wrong.runs', says: /Between 1 and 1,000 runs are possible/ },
  { key: 'plan.wrong.roster_seconds', says: /Between 0\.1 and 600 seconds are possible/ },
];

/** `message` as the server wrote it, in the reader's language; unchanged when nobody translated it. */
export function planProblem<T extends string | undefined>(message: T): T | string {
  return message && (saidIn(sentences, message) ?? message);
}

/** What to tell of a refused scenario. */
export function planProblemText(error: unknown): string {
  return error instanceof Problem && error.code === 'invalid_input' ? planProblem(error.message) : problemText(error);
}
