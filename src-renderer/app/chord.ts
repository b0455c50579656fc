/**
 * A key chord as text: `Mod+Shift+O`, `?`, `Shift+,`, `Escape`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. The order is
 * always Mod, Ctrl (a Mac's control key), Alt, Shift, key.
 */
export type Chord = string;

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const namedKeys: Record<string, string> = { ' ': 'Space', '+': 'Plus', Esc: 'Escape', Del: 'Delete' };
const modifierKeys = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Dead', 'Process']);

/** The character of a key on a US keyboard, by place; it gives `Shift+,` a meaning where Shift changes the character. */
const usCharacter: Record<string, string> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Minus: '-',
  Equal: '=',
};

const isLetter = (key: string) => /^[a-z]$/i.test(key);

function keyName(key: string): string {
  return namedKeys[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

function keyByPlace(code: string): string | undefined {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? usCharacter[code];
}

/**
 * All chords that a key press may stand for, the most literal first; empty for a modifier alone.
 *
 * `?` is typed with Shift on most keyboards, `1` on a French one, and Alt changes letters on a Mac: so a press counts as
 * what it printed, with and without Shift, and as what the same place prints on a US keyboard.
 */
export function chordsOf(press: KeyPress, isMac: boolean): Chord[] {
  if (modifierKeys.has(press.key)) return [];
  const modifiers = [
    (isMac ? press.metaKey : press.ctrlKey) && 'Mod',
    isMac && press.ctrlKey && 'Ctrl',
    press.altKey && 'Alt',
  ].filter((name) => name !== false);
  const chord = (key: string, shift: boolean) => [...modifiers, ...(shift ? ['Shift'] : []), key].join('+');

  const printed = keyName(press.key);
  const placed = keyByPlace(press.code);
  const isSymbol = press.key.length === 1 && press.key !== ' ' && !isLetter(press.key);
  const found = [chord(printed, press.shiftKey && !isSymbol)];
  if (isSymbol && press.shiftKey) {
    if (placed && !isLetter(placed)) found.push(chord(placed, true));
    found.push(chord(printed, true));
  }
  if (isSymbol && placed && (isLetter(placed) || press.altKey)) found.push(chord(placed, press.shiftKey));
  return [...new Set(found)];
}

/** Whether the chord may fire while the person types: only with Mod or Alt held, or a function key. */
export function firesWhileTyping(chord: Chord): boolean {
  return /^(?:Mod|Ctrl|Alt)\+/.test(chord) || /^F\d+$/.test(chord);
}

/** Chords that a text field needs for itself. */
const fieldChords = new Set(
  ['A', 'C', 'V', 'X', 'Z', 'Shift+Z', 'Y', 'ArrowLeft', 'ArrowRight', 'Backspace', 'Delete', 'Home', 'End'].map(
    (key) => `Mod+${key}`,
  ),
);
export const belongsToTextField = (chord: Chord): boolean => fieldChords.has(chord);

const printedNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Plus: '+',
  Escape: 'Esc',
  Enter: '↵',
  Delete: 'Del',
};
const macNames: Record<string, string> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Delete: '⌦', Backspace: '⌫' };
const otherNames: Record<string, string> = { Mod: 'Ctrl' };

/** The chord in parts for people, e.g. `['Ctrl', 'Shift', 'O']` or `['⌘', '⇧', 'O']`. */
export function chordParts(chord: Chord, isMac: boolean): string[] {
  const own = isMac ? macNames : otherNames;
  return chord.split('+').map((part) => own[part] ?? printedNames[part] ?? part);
}

/** `aria-keyshortcuts` wants the names of the keys as the web has them. */
export function ariaChord(chord: Chord, isMac: boolean): string {
  return chord.replace('Mod', isMac ? 'Meta' : 'Control').replace('Ctrl', 'Control');
}
