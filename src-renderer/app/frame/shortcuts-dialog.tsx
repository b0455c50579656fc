import { Dialog } from '../../ui/dialog';
import { Kbd } from '../../ui/kbd';
import { chordParts } from '../chord';
import { chordFor, commandGroups } from '../command-registry';
import { isMac } from '../platform';
import { useSettings } from '../settings-queries';
import { useListedCommands } from '../shortcuts';
import { useTexts } from '../texts';
import { useView, useViewStore } from '../view-store';

/** The list of shortcuts that `?` opens. */
export function ShortcutsDialog() {
  const { t } = useTexts();
  const store = useViewStore();
  const isOpen = useView((view) => view.dialog === 'shortcuts');
  const own = useSettings().shortcuts;
  const commands = useListedCommands().filter((command) => chordFor(command, own) !== '');
  return (
    <Dialog
      title={t('app.shortcuts')}
      closeLabel={t('app.close')}
      isOpen={isOpen}
      onClose={() => store.setState({ dialog: null })}
      width="wide"
    >
      <div className="columns-2 gap-8">
        {commandGroups.map((group) => {
          const inGroup = commands.filter((command) => command.group === group);
          if (inGroup.length === 0) return null;
          return (
            <section key={group} className="mb-4">
              <h3 className="mb-1 break-after-avoid text-xs font-semibold text-muted">{t(`commands.${group}`)}</h3>
              <dl>
                {inGroup.map((command) => (
                  <div key={command.id} className="flex min-h-7 break-inside-avoid items-center justify-between gap-3">
                    <dt>{t(command.titleKey)}</dt>
                    <dd>
                      <Kbd keys={chordParts(chordFor(command, own), isMac)} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
