// Small pure judgements about message texts.

/** Whether HTML says more than its text does: pictures, tables, lists, links with words, emphasis. */
export function isRich(html: string | null): boolean {
  if (!html) return false;
  return /<(img|table|ul|ol|h[1-6]|b|strong|em|i|u|blockquote|pre|code|hr|font|a)[\s>/]/i.test(html);
}

export type Piece = { text: string; href?: string };
const address = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Plain text cut at web and mail addresses, which get a safe href. */
export function linkPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of text.matchAll(address)) {
    if (match.index > last) pieces.push({ text: text.slice(last, match.index) });
    pieces.push({ text: match[0], href: match[1] ?? `mailto:${match[2]}` });
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ text: text.slice(last) });
  return pieces;
}

/** Variables still standing in a text, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)].map((match) => match[1]!))];
}

/** Takes variables out, as the server would write an empty value. */
export function withoutVariables(html: string): string {
  return html.replace(/\{\{[^{}]*\}\}/g, '');
}
