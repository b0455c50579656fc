import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { useIntake } from './intake';

/** Stands among the notes while files are received. */
export function UploadPanel() {
  const { t, tCount, formatNumber } = useTexts();
  const { progress, cancelUpload } = useIntake();
  if (!progress) return null;
  const { total, done, failures } = progress;
  const figure = `${formatNumber(done)} / ${formatNumber(total)}`;
  return (
    <div className="pointer-events-auto flex w-96 max-w-full items-end gap-3 rounded-lg border border-line bg-surface p-3 shadow-xl">
      <div className="min-w-0 flex-1">
        <Progress label={t('intake.uploading')} fraction={(done + failures.length) / total} figure={figure} />
        {failures.length > 0 && (
          <p className="mt-1 text-xs text-danger">{tCount('intake.uploadFailed', failures.length)}</p>
        )}
      </div>
      <Button size="small" onPress={cancelUpload}>
        {t('app.cancel')}
      </Button>
    </div>
  );
}
