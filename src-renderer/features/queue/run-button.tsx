import { Play, Square } from 'lucide-react';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { useView } from '../../app/view-store';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { isActive, useRuns } from './use-run-actions';
import { useRunText } from './use-run-text';

/** Runs the chosen model on the pictures selected; beside it, the way to stop what runs. */
export function RunButton() {
  const { t } = useTexts();
  const selectedCount = useView((view) => view.selectedIds.size);
  const runCommand = useRunCommand();
  const runText = useRunText();
  const isRunning = useRuns().some(isActive);
  const runKeys = useChordParts('run.start')?.join(' ');
  const stopKeys = useChordParts('run.cancel');
  return (
    <div className="flex items-center gap-1">
      <Button
        look="primary"
        icon={<Play size={13} aria-hidden />}
        onPress={() => runCommand('run.start')}
        whyDisabled={selectedCount === 0 ? t('queue.runNeedsPicture') : undefined}
        tooltip={runKeys}
      >
        {runText(selectedCount)}
      </Button>
      {isRunning && (
        <IconButton label={t('queue.cancelCurrent')} keys={stopKeys} onPress={() => runCommand('run.cancel')}>
          <Square size={13} />
        </IconButton>
      )}
    </div>
  );
}
