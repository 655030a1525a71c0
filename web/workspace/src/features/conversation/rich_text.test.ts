import { describe, expect, it } from 'vitest';
import { picturesIn, picturesOut, isRich, linkPieces, variablesIn, withoutVariables } from './rich_text';

describe('isRich', () => {
  it('is plain for paragraphs and breaks, rich for what text cannot say', () => {
    expect(isRich('<div>Hello<br>there</div><p>x</p>')).toBe(false);
    expect(isRich('<p>see <a href="https://x.test">this</a></p>')).toBe(true);
    expect(isRich('<table><tr><td>1</td></tr></table>')).toBe(true);
    expect(isRich('<body><br></body>')).toBe(false);
    expect(isRich(null)).toBe(false);
  });
});

describe('linkPieces', () => {
  it('links addresses without the full stop after them', () => {
    expect(linkPieces('See https://shop.test/a?b=1. Or me@shop.test!')).toEqual([
      { text: 'See ' }, { text: 'https://shop.test/a?b=1', href: 'https://shop.test/a?b=1' }, { text: '. Or ' },
      { text: 'me@shop.test', href: 'mailto:me@shop.test' }, { text: '!' },
    ]);
  });
  it('never makes a link of a script', () => {
    expect(linkPieces('javascript:alert(1)').some((piece) => piece.href)).toBe(false);
  });
});

describe('variables', () => {
  it('are found once each and taken out', () => {
    const text = 'Hi {{ticket.customer.firstname}}, {{ ticket.id }} {{ticket.id}}';
    expect(variablesIn(text)).toEqual(['ticket.customer.firstname', 'ticket.id']);
    expect(withoutVariables('Hi {{a.b}},')).toBe('Hi ,');
  });
});

describe('pictures in the text', () => {
  const pictures = [{ id: 7, url: '/api/attachments/7', content_id: 'abc@peakdesk' }, { id: 8, url: '/api/attachments/8', content_id: 'def@peakdesk' }];
  it('leave by their name in the mail, with the ids of those still there, and come back', () => {
    const shown = '<p>Look: <img src="/api/attachments/7?inline=1" alt="photo"></p>';
    const sent = picturesOut(shown, pictures);
    expect(sent).toEqual({ html: '<p>Look: <img src="cid:abc@peakdesk" alt="photo"></p>', ids: [7] });
    expect(picturesIn(sent.html, pictures)).toBe(shown);
  });
});
