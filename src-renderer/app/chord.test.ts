import { describe, expect, it } from 'vitest';
import { ariaChord, belongsToTextField, chordParts, chordsOf, firesWhileTyping, type KeyPress } from './chord';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

describe('chordsOf', () => {
  it.each([
    { name: 'a letter', of: press('h', { code: 'KeyH' }), has: 'H' },
    { name: 'Ctrl and Shift', of: press('O', { code: 'KeyO', ctrlKey: true, shiftKey: true }), has: 'Mod+Shift+O' },
    { name: '? on a US keyboard', of: press('?', { code: 'Slash', shiftKey: true }), has: '?' },
    { name: '? on a French keyboard', of: press('?', { code: 'KeyM', shiftKey: true }), has: '?' },
    { name: 'Shift with a comma', of: press('<', { code: 'Comma', shiftKey: true }), has: 'Shift+,' },
    { name: '1 with Shift on a French keyboard', of: press('1', { code: 'Digit1', shiftKey: true }), has: '1' },
    { name: 'space', of: press(' ', { code: 'Space' }), has: 'Space' },
    { name: 'plus, which joins chords', of: press('+', { code: 'Equal', shiftKey: true }), has: 'Plus' },
    { name: 'a Cyrillic letter by its place', of: press('щ', { code: 'KeyO', ctrlKey: true }), has: 'Mod+O' },
  ])('$name', ({ of, has }) => {
    expect(chordsOf(of, false)).toContain(has);
  });

  it('takes ⌘ for Mod on a Mac and leaves its control key apart', () => {
    expect(chordsOf(press('k', { metaKey: true }), true)).toEqual(['Mod+K']);
    expect(chordsOf(press('k', { ctrlKey: true }), true)).toEqual(['Ctrl+K']);
  });

  it('reads the letter under an Alt character of a Mac', () => {
    expect(chordsOf(press('∫', { code: 'KeyB', metaKey: true, altKey: true }), true)).toContain('Mod+Alt+B');
  });

  it('is nothing for a modifier alone', () => {
    expect(chordsOf(press('Shift', { shiftKey: true }), false)).toEqual([]);
  });

  it('does not take Shift+H for H', () => {
    expect(chordsOf(press('H', { code: 'KeyH', shiftKey: true }), false)).toEqual(['Shift+H']);
  });
});

it('lets only modified keys and function keys fire while typing', () => {
  expect(['H', 'Shift+H', '?', 'Mod+K', 'Alt+1', 'F11'].filter(firesWhileTyping)).toEqual(['Mod+K', 'Alt+1', 'F11']);
});

it('leaves a text field its own chords', () => {
  expect(['Mod+V', 'Mod+Z', 'Mod+Enter'].filter(belongsToTextField)).toEqual(['Mod+V', 'Mod+Z']);
});

it('is printed as the keyboard of the machine has it', () => {
  expect(chordParts('Mod+Shift+O', false)).toEqual(['Ctrl', 'Shift', 'O']);
  expect(chordParts('Mod+Alt+B', true)).toEqual(['⌘', '⌥', 'B']);
  expect(ariaChord('Mod+K', false)).toBe('Control+K');
});
