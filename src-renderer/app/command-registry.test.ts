import { expect, it } from 'vitest';
import {
  type Command,
  commandForChords,
  conflictingCommand,
  createCommandRegistry,
  offerCommands,
} from './command-registry';

const aCommand = (over: Partial<Command> & { id: string }): Command => ({
  titleKey: 'error.INTERNAL',
  group: 'app',
  run: () => {},
  ...over,
});

function registryWith(...commands: Command[]) {
  const registry = createCommandRegistry();
  const withdraw = offerCommands(registry, commands);
  return { listed: () => [...registry.getState().commands.values()], withdraw };
}

const open = aCommand({ id: 'open', defaultChord: 'Mod+O' });
const run = aCommand({ id: 'run', defaultChord: 'Mod+Enter' });

it('finds a command by its default chord and by the one the person gave it', () => {
  const { listed } = registryWith(open, run);
  expect(commandForChords(listed(), ['Mod+O'], {})?.id).toBe('open');
  expect(commandForChords(listed(), ['Mod+O'], { open: 'Mod+P' })).toBeUndefined();
  expect(commandForChords(listed(), ['Mod+P'], { open: 'Mod+P' })?.id).toBe('open');
});

it('leaves a command without a chord where the person took it away', () => {
  const { listed } = registryWith(open);
  expect(commandForChords(listed(), ['Mod+O', ''], { open: '' })?.id).not.toBe('other');
  expect(commandForChords(listed(), ['Mod+O'], { open: '' })).toBeUndefined();
});

it('names the command that holds a chord already, and not the one being edited', () => {
  const { listed } = registryWith(open, run);
  expect(conflictingCommand(listed(), ['Mod+Enter'], {}, 'open')?.id).toBe('run');
  expect(conflictingCommand(listed(), ['Mod+O'], {}, 'open')).toBeUndefined();
});

it('still lists a command that left the screen, so that its key stays taken, but does not run it', () => {
  const { listed, withdraw } = registryWith(open);
  withdraw();
  expect(listed().map(({ id, live }) => ({ id, live }))).toEqual([{ id: 'open', live: null }]);
  expect(conflictingCommand(listed(), ['Mod+O'], {}, 'run')?.id).toBe('open');
});

it('keeps the newer offer when the older one is withdrawn', () => {
  const registry = createCommandRegistry();
  const withdrawOld = offerCommands(registry, [open]);
  const newer = aCommand({ id: 'open', defaultChord: 'Mod+O' });
  offerCommands(registry, [newer]);
  withdrawOld();
  expect(registry.getState().commands.get('open')?.live).toBe(newer);
});
