// What the server says of a refused request, in the reader's language. The server's own sentence is English: a stable `code` names
// what happened; input that is wrong (`invalid_input`) is known by its sentence, of which problems.test.ts finds each in the server.
import { hasText, t, type Params, type TextKey } from './index';

export type Sentence = { key: TextKey; says: RegExp; places?: (match: RegExpExecArray) => Params };

const sentences: Sentence[] = [
  { key: 'problem.required', says: /^Please fill this in\./ },
  { key: 'problem.required', says: /^A (view|macro|tag|field) needs a (name|filter|label)/ },
  { key: 'problem.required', says: /^A customer needs a name or an address\.|^Give the form a name|^Name the mailbox's e-mail address\./ },
  { key: 'problem.password_short', says: /^Choose a password of at least 10 characters\./ },
  { key: 'problem.password_obvious', says: /^Choose a password that is not your address or name\./ },
  { key: 'problem.email', says: /^This is not an e-mail address\.|^This is no e-mail address|^This must be an e-mail address/ },
  { key: 'problem.domain', says: /^This is not a domain\./ },
  { key: 'problem.host', says: /^This must be the name of a server/ },
  { key: 'problem.port', says: /^A port lies between/ },
  { key: 'problem.rate', says: /^This must lie between 1 and 10,000 mails a minute\./ },
  { key: 'problem.too_long', says: /^At most [\d.,]+ (characters|kB)|^This is too long|^This text is too long\.|name has (1 to|at most) 100 characters\.|^A subject (has|is one line of) at most/ },
  { key: 'problem.merge_self', says: /^A (tag|ticket|customer) cannot be merged into itself/ },
  { key: 'problem.split_all', says: /^At least one message must stay on the ticket\./ },
  { key: 'problem.no_address', says: /^Say who shall receive this/ },
  { key: 'problem.agent_gone', says: /^There is no such active agent\./ },
  { key: 'problem.team_gone', says: /^There is no such team\./ },
  { key: 'problem.scopes', says: /^Choose at least one scope/ },
  { key: 'problem.actions', says: /^A macro needs actions/ },
  { key: 'problem.options', says: /^A choice needs at least one option\./ },
  { key: 'problem.file_empty', says: /^The file is empty\./ },
  { key: 'problem.query_empty', says: /^Say what to search for\./ },
  { key: 'reply.empty', says: /^An empty message says nothing/ },
  { key: 'snooze.past', says: /^The time to wake must be in the future\.|^This moment has passed\./ },
  { key: 'problem.filter_unknown', says: /^There is no filter "([^"]*):"/, places: (match) => ({ name: `${match[1]}:` }) },
  { key: 'problem.filter_value', says: /^The filter ([^ ]*:) does not know "([^"]*)"\. Possible: (.*)\.$/, places: (match) => ({ name: match[1]!, value: match[2]!, possible: match[3]! }) },
  { key: 'problem.filter_empty', says: /^The filter ([^ ]*:) needs a value, such as (.*)\.$/, places: (match) => ({ name: match[1]!, value: match[2]! }) },
];

/** For the tests: every sentence as the server may write it. */
export const knownSentences = sentences.map((one) => one.says);

/** What the first of these sentences that the server wrote says in the reader's language. */
export function saidIn(known: Sentence[], message: string): string | undefined {
  for (const { key, says, places } of known) {
    const match = says.exec(message);
    if (match) return t(key, places?.(match));
  }
  return undefined;
}

/** One sentence about wrong input in the reader's language; as the server wrote it when we do not know it. */
export function sentenceText(message: string): string {
  return saidIn(sentences, message) ?? message;
}

/** What to tell a person of a problem with this code and sentence. */
export function problemSentence(code: string, message: string): string {
  if (code === 'wrong_code') return t('session.wrong_code');
  if (code === 'link_invalid') return t('reset.expired');
  const key = `problem.${code}`;
  if (code !== 'invalid_input' && hasText(key)) return t(key);
  return sentenceText(message);
}
