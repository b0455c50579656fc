import { type ReactNode, useState } from 'react';
import type { Preflight } from '#common/contract/runs';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { Switch } from '../../ui/switch';

type ConcernsProps = {
  readonly preflight: Preflight;
  readonly leavesDuplicates: boolean;
  readonly onLeavesDuplicates: (leaves: boolean) => void;
};

/** What is not as one would wish: files that cannot be read, files that are there twice; and what is known already. */
export function Concerns({ preflight, leavesDuplicates, onLeavesDuplicates }: ConcernsProps) {
  const { t, tCount, errorText } = useTexts();
  const { unreadable, unreadableCount, duplicates, duplicateCount, keptCount } = preflight;
  if (unreadableCount + duplicateCount + keptCount === 0) return null;
  return (
    <section aria-label={t('batch.concerns')} className="flex flex-col gap-1">
      {unreadableCount > 0 && (
        <Concern
          lines={unreadable.map(({ error }) => errorText(error))}
          hiddenCount={unreadableCount - unreadable.length}
        >
          <span className="text-danger">{tCount('batch.unreadable', unreadableCount)}</span>
        </Concern>
      )}
      {duplicateCount > 0 && (
        <Concern
          lines={duplicates.map(({ name, sameAs }) => t('batch.dupHint', { name, sameAs }))}
          hiddenCount={duplicateCount - duplicates.length}
        >
          <Switch isOn={leavesDuplicates} onChange={onLeavesDuplicates}>
            {tCount('batch.duplicates', duplicateCount)}
          </Switch>
        </Concern>
      )}
      {keptCount > 0 && <p className="flex min-h-7 items-center">{tCount('batch.kept', keptCount)}</p>}
    </section>
  );
}

type ConcernProps = { readonly children: ReactNode; readonly lines: readonly string[]; readonly hiddenCount: number };

function Concern({ children, lines, hiddenCount }: ConcernProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <div className="flex min-h-7 items-center justify-between gap-3">
        {children}
        <Button size="small" look="quiet" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
          {t(isOpen ? 'batch.hide' : 'batch.show')}
        </Button>
      </div>
      {isOpen && (
        <ul className="mb-1 max-h-32 list-disc overflow-y-auto rounded-md bg-bg py-1.5 pr-2 pl-6 text-xs text-muted">
          {lines.map((line) => (
            <li key={line} className="wrap-anywhere">
              {line}
            </li>
          ))}
          {hiddenCount > 0 && <li>{t('queue.moreNames', { count: hiddenCount })}</li>}
        </ul>
      )}
    </div>
  );
}
