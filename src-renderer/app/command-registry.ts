import { createStore } from 'zustand/vanilla';
import type { TextKey } from '#common/texts/texts';
import type { Chord } from './chord';

/** In the order in which lists show them. */
export const commandGroups = ['file', 'run', 'inspect', 'view', 'app'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something a person can do by key, from the palette, or from a menu. */
export type Command = {
  readonly id: string;
  readonly titleKey: TextKey;
  readonly group: CommandGroup;
  readonly defaultChord?: Chord;
  readonly run: () => void;
  /** A sentence for the person; undefined when the command can run now. */
  readonly whyDisabled?: string | undefined;
};

/** A command as the lists show it: known since the page first offered it, `live` only while the page offers it. */
export type ListedCommand = Omit<Command, 'run' | 'whyDisabled'> & { readonly live: Command | null };

export type CommandRegistryState = { readonly commands: ReadonlyMap<string, ListedCommand> };

/** The commands of one window. */
export const createCommandRegistry = () => createStore<CommandRegistryState>()(() => ({ commands: new Map() }));
export type CommandRegistry = ReturnType<typeof createCommandRegistry>;

/** Offers commands until the returned function is called. The newest offer of an id wins. */
export function offerCommands(registry: CommandRegistry, offered: readonly Command[]): () => void {
  registry.setState(({ commands }) => {
    const next = new Map(commands);
    for (const live of offered) {
      const { run: _run, whyDisabled: _why, ...described } = live;
      next.set(live.id, { ...described, live });
    }
    return { commands: next };
  });
  return () =>
    registry.setState(({ commands }) => {
      const next = new Map(commands);
      for (const { id } of offered) {
        const listed = next.get(id);
        if (listed?.live && offered.includes(listed.live)) next.set(id, { ...listed, live: null });
      }
      return { commands: next };
    });
}

/** The chord in force: the person's own, none where it was taken away (empty), or the default. */
export function chordFor(command: Pick<Command, 'id' | 'defaultChord'>, own: Readonly<Record<string, Chord>>): Chord {
  return own[command.id] ?? command.defaultChord ?? '';
}

/** The command that a press means: the first chord that some command has; live ones before the others. */
export function commandForChords(
  commands: Iterable<ListedCommand>,
  chords: readonly Chord[],
  own: Readonly<Record<string, Chord>>,
): ListedCommand | undefined {
  const listed = [...commands];
  for (const chord of chords) {
    const holders = listed.filter((command) => chordFor(command, own) === chord);
    const holder = holders.find((command) => command.live) ?? holders[0];
    if (holder) return holder;
  }
  return undefined;
}

/** Who else holds a chord; assigning it is refused with this command's name. */
export function conflictingCommand(
  commands: Iterable<ListedCommand>,
  chords: readonly Chord[],
  own: Readonly<Record<string, Chord>>,
  exceptId: string,
): ListedCommand | undefined {
  return commandForChords(
    [...commands].filter((command) => command.id !== exceptId),
    chords,
    own,
  );
}
