import { Lightbulb, X } from 'lucide-react';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';

const hints = ['firstRun.hintSlider', 'firstRun.hintKeys', 'firstRun.hintStatus'] as const;

/** Three hints for the first minutes, one after the other; each can be put away, and all at once. */
export function Hints() {
  const { t } = useTexts();
  const { layout, firstRunDone } = useSettings();
  const update = useUpdateSettings();
  const seen = typeof layout.hintsSeen === 'number' ? layout.hintsSeen : 0;
  const hint = hints[seen];
  if (!firstRunDone || !hint) return null;
  const goTo = (hintsSeen: number) => update({ layout: { ...layout, hintsSeen } });
  const isLast = seen === hints.length - 1;
  return (
    <aside
      aria-label={t('firstRun.hints')}
      className="m-2 rounded-lg bg-accent-soft p-2 pl-2.5 text-xs"
      data-testid="hint"
    >
      <div className="flex items-start gap-2">
        <Lightbulb size={14} className="mt-0.5 shrink-0 text-accent" aria-hidden />
        <p className="min-w-0 flex-1">{t(hint)}</p>
        <IconButton
          size="small"
          className="-mt-1 -mr-1"
          label={t('firstRun.hintsAway')}
          onPress={() => goTo(hints.length)}
        >
          <X size={13} />
        </IconButton>
      </div>
      <div className="mt-1 flex items-center justify-between pl-5">
        <span className="text-muted tabular-nums">
          {seen + 1} / {hints.length}
        </span>
        <Button size="small" look="accent" onPress={() => goTo(seen + 1)}>
          {isLast ? t('firstRun.hintDone') : t('firstRun.hintNext')}
        </Button>
      </div>
    </aside>
  );
}
