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

type Picture = { id: number; url: string; content_id: string | null };

/** Pictures in the text leave as what they are called in the mail (`cid:`): an address of the desk means nothing to the customer. */
export function picturesOut(html: string, pictures: Iterable<Picture>): { html: string; ids: number[] } {
  const ids: number[] = [];
  let out = html;
  for (const { id, url, content_id } of pictures) {
    const shown = `src="${url}?inline=1"`;
    if (!content_id || !out.includes(shown)) continue;
    out = out.replaceAll(shown, `src="cid:${content_id}"`);
    ids.push(id);
  }
  return { html: out, ids };
}

/** The way back, for a draft that is opened again. */
export function picturesIn(html: string, pictures: Iterable<Picture>): string {
  let out = html;
  for (const { url, content_id } of pictures) if (content_id) out = out.replaceAll(`src="cid:${content_id}"`, `src="${url}?inline=1"`);
  return out;
}
