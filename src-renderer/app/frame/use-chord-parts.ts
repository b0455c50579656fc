import { chordParts } from '../chord';
import { isMac } from '../platform';
import { useChord } from '../shortcuts';

/** The keys of a command, printed as this machine's keyboard has them; undefined where it has none. */
export function useChordParts(commandId: string): string[] | undefined {
  const chord = useChord(commandId);
  return chord === '' ? undefined : chordParts(chord, isMac);
}
