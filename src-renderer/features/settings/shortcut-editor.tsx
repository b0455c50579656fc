import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { chordParts, chordsOf } from '../../app/chord';
import { chordFor, conflictingCommand, type ListedCommand } from '../../app/command-registry';
import { isMac } from '../../app/platform';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useListedCommands } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { Kbd } from '../../ui/kbd';

type Editing = { readonly id: string; readonly conflict: ListedCommand | null };

/** Every command with its keys; a press on them takes new ones, and taken ones are refused with their holder's name. */
export function ShortcutEditor() {
  const commands = useListedCommands();
  const own = useSettings().shortcuts;
  const update = useUpdateSettings();
  const [editing, setEditing] = useState<Editing | null>(null);

  const take = (command: ListedCommand, event: KeyboardEvent) => {
    // Tab leaves, so that nobody is caught here.
    if (event.key === 'Tab') return setEditing(null);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setEditing(null);
    if (event.key === 'Backspace') {
      update({ shortcuts: { ...own, [command.id]: '' } });
      return setEditing(null);
    }
    const chords = chordsOf(event.nativeEvent, isMac);
    const chord = chords[0];
    if (chord === undefined) return;
    const conflict = conflictingCommand(commands, chords, own, command.id) ?? null;
    if (conflict) return setEditing({ id: command.id, conflict });
    update({ shortcuts: { ...own, [command.id]: chord } });
    setEditing(null);
  };
  const reset = (command: ListedCommand) => {
    const { [command.id]: _dropped, ...rest } = own;
    const chord = command.defaultChord ?? '';
    const conflict = chord === '' ? undefined : conflictingCommand(commands, [chord], rest, command.id);
    if (conflict) setEditing({ id: command.id, conflict });
    else update({ shortcuts: rest });
  };

  return (
    <ul className="flex flex-col">
      {commands.map((command) => (
        <ShortcutRow
          key={command.id}
          command={command}
          chord={chordFor(command, own)}
          isOwn={command.id in own}
          editing={editing?.id === command.id ? editing : null}
          onEdit={() => setEditing({ id: command.id, conflict: null })}
          onLeave={() => setEditing((now) => (now?.id === command.id ? null : now))}
          onKey={(event) => take(command, event)}
          onReset={() => reset(command)}
        />
      ))}
    </ul>
  );
}

type ShortcutRowProps = {
  readonly command: ListedCommand;
  readonly chord: string;
  readonly isOwn: boolean;
  readonly editing: Editing | null;
  readonly onEdit: () => void;
  readonly onLeave: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onReset: () => void;
};

function ShortcutRow({ command, chord, isOwn, editing, onEdit, onLeave, onKey, onReset }: ShortcutRowProps) {
  const { t } = useTexts();
  const title = t(command.titleKey);
  return (
    <li className="flex min-h-8 items-center gap-2 border-b border-line last:border-b-0">
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {editing?.conflict && (
        <span role="alert" className="text-xs text-danger">
          {t('settings.chordTaken', { command: t(editing.conflict.titleKey) })}
        </span>
      )}
      {isOwn && (
        <IconButton size="small" label={t('settings.chordReset')} onPress={onReset}>
          <RotateCcw size={13} />
        </IconButton>
      )}
      <button
        type="button"
        data-keys={editing ? 'own' : undefined}
        aria-label={t('settings.chordChange', { command: title })}
        onClick={onEdit}
        onBlur={onLeave}
        onKeyDown={editing ? onKey : undefined}
        className="flex h-6 min-w-24 cursor-default items-center justify-end rounded-md px-1 text-xs text-muted hover:bg-hover focus-visible:ring-2 focus-visible:ring-accent focus-visible:outline-none"
      >
        {editing ? t('settings.chordPress') : chord ? <Kbd keys={chordParts(chord, isMac)} /> : t('settings.chordNone')}
      </button>
    </li>
  );
}
