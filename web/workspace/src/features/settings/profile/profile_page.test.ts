// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { htmlToText, textToHtml } from './profile_page';

describe('a signature', () => {
  it('comes back as it was written, blank lines and signs too', () => {
    const text = 'Ann <Lee> & Co\n\nShop';
    expect(textToHtml(text)).toBe('<div>Ann &lt;Lee&gt; &amp; Co</div><div><br></div><div>Shop</div>');
    expect(htmlToText(textToHtml(text))).toBe(text);
  });
  it('may be empty', () => {
    expect(textToHtml('  ')).toBe('');
    expect(htmlToText('')).toBe('');
  });
});
