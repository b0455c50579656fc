import { FolderOpen, ImagePlus, Sparkles, Terminal } from 'lucide-react';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Kbd } from '../../ui/kbd';
import { useIntake } from '../intake/intake';
import { LanguageSelect, ThemeSelect } from './look-selects';

/** What stands on the stage while no picture is open: how to open one, and at the very first start the few choices. */
export function Welcome() {
  const { t } = useTexts();
  const { pick, addSamples } = useIntake();
  const { firstRunDone } = useSettings();
  const update = useUpdateSettings();
  const store = useViewStore();
  const trySample = () => {
    update({ firstRunDone: true });
    void addSamples();
  };
  return (
    <div className="flex min-h-full items-center justify-center p-6">
      <div className="flex w-full max-w-xl flex-col items-center gap-5 rounded-2xl border-2 border-dashed border-line bg-surface px-8 py-9 text-center">
        <img src="/mark.svg" alt="" className="size-12" />
        <div className="flex flex-col gap-1.5">
          <h1 className="text-lg font-semibold text-balance">{t('firstRun.title')}</h1>
          <p className="max-w-md text-balance text-muted">{t('firstRun.text')}</p>
        </div>
        <Button look="primary" size="large" icon={<Sparkles size={16} aria-hidden />} onPress={trySample}>
          {t('firstRun.trySample')}
        </Button>
        <div className="flex flex-wrap justify-center gap-2">
          <Button icon={<ImagePlus size={15} aria-hidden />} onPress={() => void pick('files')}>
            {t('tray.openFiles')} <Keys command="file.open" />
          </Button>
          <Button icon={<FolderOpen size={15} aria-hidden />} onPress={() => void pick('folder')}>
            {t('tray.openFolder')} <Keys command="file.openFolder" />
          </Button>
          {!window.reticle && (
            <Button
              look="quiet"
              icon={<Terminal size={15} aria-hidden />}
              onPress={() => store.setState({ dialog: 'open-path' })}
            >
              {t('intake.openPath')}
            </Button>
          )}
        </div>
        {!firstRunDone && <FirstChoices />}
        <p className="text-xs text-muted">{t('firstRun.privacy')}</p>
      </div>
    </div>
  );
}

function Keys({ command }: { readonly command: string }) {
  const keys = useChordParts(command);
  return keys ? <Kbd keys={keys} /> : null;
}

function FirstChoices() {
  return (
    <div className="flex gap-3 border-t border-line pt-4 text-left">
      <LanguageSelect />
      <ThemeSelect />
    </div>
  );
}
