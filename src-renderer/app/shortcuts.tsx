import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { belongsToTextField, type Chord, chordsOf, firesWhileTyping } from './chord';
import {
  type Command,
  type CommandRegistry,
  chordFor,
  commandForChords,
  commandGroups,
  createCommandRegistry,
  type ListedCommand,
  offerCommands,
} from './command-registry';
import { isMac } from './platform';
import { useSettings } from './settings-queries';

export type { Command } from './command-registry';

const RegistryContext = createContext<CommandRegistry | null>(null);

/** Holds the window's commands and runs them by key. */
export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const [registry] = useState(createCommandRegistry);
  const own = useSettings().shortcuts;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const chords = usableChords(event);
      if (chords.length === 0) return;
      const command = commandForChords(registry.getState().commands.values(), chords, own)?.live;
      if (!command) return;
      // Also when it cannot run now: the browser's own Ctrl+O would surprise more than nothing.
      event.preventDefault();
      if (command.whyDisabled === undefined) command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry, own]);

  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** The chords of a press that may fire where it happened. */
function usableChords(event: KeyboardEvent): Chord[] {
  if (event.defaultPrevented || event.isComposing) return [];
  const target = event.target instanceof Element ? event.target : null;
  // Dialogs, menus and lists that are open take all keys.
  if (target?.closest('[data-keys="own"]')) return [];
  const chords = chordsOf(event, isMac);
  if (!isTextField(target)) return chords;
  return chords.filter((chord) => firesWhileTyping(chord) && !belongsToTextField(chord));
}

function isTextField(target: Element | null): boolean {
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

function useRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('there is no ShortcutsProvider above this component');
  return registry;
}

/**
 * Offers commands while the component is on screen. The list may be made anew on every render: `run` is always the
 * newest one, and the registry only hears of it when something visible changed.
 */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const newest = useRef(commands);
  useEffect(() => {
    newest.current = commands;
  });
  const visible = JSON.stringify(commands.map(({ run: _run, ...described }) => described));
  useEffect(() => {
    const described = JSON.parse(visible) as Omit<Command, 'run'>[]; // written three lines above
    const offered = described.map((command) => ({
      ...command,
      run: () => newest.current.find(({ id }) => id === command.id)?.run(),
    }));
    return offerCommands(registry, offered);
  }, [registry, visible]);
}

/** All commands seen so far, group by group, for the palette, the list of shortcuts and their editor. */
export function useListedCommands(): readonly ListedCommand[] {
  const commands = useStore(useRegistry(), (state) => state.commands);
  return commandGroups.flatMap((group) => [...commands.values()].filter((command) => command.group === group));
}

/** The chord of a command now in force, to show beside its name; empty where it has none. */
export function useChord(commandId: string): Chord {
  const own = useSettings().shortcuts;
  return useStore(useRegistry(), ({ commands }) => {
    const command = commands.get(commandId);
    return command ? chordFor(command, own) : '';
  });
}

/** Runs a command by id, e.g. from a button that stands for it. */
export function useRunCommand(): (commandId: string) => void {
  const registry = useRegistry();
  return (commandId) => {
    const live = registry.getState().commands.get(commandId)?.live;
    if (live && live.whyDisabled === undefined) live.run();
  };
}
