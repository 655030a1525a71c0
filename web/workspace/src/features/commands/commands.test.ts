// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { keyNames, strokeOf } from './commands';

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  strokeOf({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more }, false);

describe('strokes', () => {
  it('reads letters, signs and modifiers', () => {
    expect(press('j')).toBe('j');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('#', { shiftKey: true })).toBe('#');
    expect(press('J', { shiftKey: true })).toBe('mod+shift+j'.replace('mod+', ''));
    expect(press('k', { ctrlKey: true })).toBe('mod+k');
    expect(press('Enter', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+Enter');
  });
  it('reads alt by the key and not by what a Mac writes with it', () => {
    expect(press('∆', { code: 'KeyJ', altKey: true })).toBe('alt+KeyJ');
  });
  it('writes them for people', () => {
    expect(keyNames('mod+alt+KeyE', false)).toEqual(['Ctrl+Alt+E']);
    expect(keyNames('g i', false)).toEqual(['G', 'I']);
    expect(keyNames('mod+k', true)).toEqual(['⌘K']);
  });
});
