import { useRef, useState } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from '../../ui/class-names';
import { Kbd } from '../../ui/kbd';
import { chordParts } from '../chord';
import { chordFor } from '../command-registry';
import { isMac } from '../platform';
import { useSettings } from '../settings-queries';
import { useListedCommands } from '../shortcuts';
import { useTexts } from '../texts';
import { useView, useViewStore } from '../view-store';
import { rankedByWords } from './ranked-by-words';

/** Every command by name. */
export function Palette() {
  const store = useViewStore();
  const isOpen = useView((view) => view.dialog === 'palette');
  const { t } = useTexts();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && store.setState({ dialog: null })}
      isDismissable
      data-keys="own"
      className="fixed inset-0 z-40 flex items-start justify-center bg-black/30 p-6 pt-16"
    >
      <Modal className="w-full max-w-lg overflow-hidden rounded-xl border border-line bg-surface shadow-2xl">
        <AriaDialog aria-label={t('app.palette')} className="outline-none">
          <PaletteList onDone={() => store.setState({ dialog: null })} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteList({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTexts();
  const own = useSettings().shortcuts;
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const commands = useListedCommands().flatMap(({ live }) => (live ? [live] : []));
  const found = rankedByWords(commands, words, (command) => `${t(command.titleKey)} ${t(`commands.${command.group}`)}`);
  const chosen = found[Math.min(at, found.length - 1)];

  const move = (to: number) => {
    const next = Math.min(found.length - 1, Math.max(0, to));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const run = (command = chosen) => {
    if (!command || command.whyDisabled !== undefined) return;
    onDone();
    command.run();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-label={t('app.searchCommands')}
        {...(chosen ? { 'aria-activedescendant': `palette-${chosen.id}` } : {})}
        value={words}
        placeholder={t('app.searchCommands')}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(at + 1);
          else if (event.key === 'ArrowUp') move(at - 1);
          else if (event.key === 'Enter') run();
          else return;
          event.preventDefault();
        }}
        className="h-11 w-full border-b border-line bg-transparent px-4 text-sm outline-none placeholder:text-muted"
      />
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t('app.palette')}
        className="max-h-80 overflow-y-auto p-1.5"
      >
        {found.map((command) => {
          const chord = chordFor(command, own);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field above
            <div
              key={command.id}
              id={`palette-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === chosen}
              aria-disabled={command.whyDisabled !== undefined}
              onClick={() => run(command)}
              className={classNames(
                'flex min-h-8 cursor-default items-center gap-3 rounded-md px-2.5 py-1 hover:bg-hover',
                command === chosen && 'bg-accent-soft',
              )}
            >
              <span className={classNames('min-w-0 flex-1', command.whyDisabled !== undefined && 'text-muted')}>
                {t(command.titleKey)}
                {command.whyDisabled && <span className="block truncate text-xs">{command.whyDisabled}</span>}
              </span>
              <span className="text-xs text-muted">{t(`commands.${command.group}`)}</span>
              {chord && <Kbd keys={chordParts(chord, isMac)} />}
            </div>
          );
        })}
      </div>
      {found.length === 0 && <p className="p-4 pt-0 text-muted">{t('app.noCommand')}</p>}
    </>
  );
}
