import { ListPlus, Zap } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { classNames } from '../../ui/class-names';
import { useProviderName } from '../settings/provider-name';
import { droppedFiles } from './dropped-files';
import { useIntake } from './intake';
import type { IntakeMode } from './use-settling';

/** The whole window takes files: the left half analyses them now, the right half adds them to the queue. */
export function DropTarget() {
  const { t } = useTexts();
  const isHere = useSettings().where === 'local';
  const local = t('intake.whereLocal', { provider: useProviderName() });
  const where = isHere ? local : t('intake.whereCloud');
  const { addFiles } = useIntake();
  const [over, setOver] = useState<IntakeMode | null>(null);
  const newestAdd = useRef(addFiles);
  useEffect(() => {
    newestAdd.current = addFiles;
  });

  useEffect(() => {
    const modeAt = (event: DragEvent): IntakeMode => (event.clientX < window.innerWidth / 2 ? 'now' : 'queue');
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(modeAt(event));
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(null);
    };
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(null);
      const mode = modeAt(event);
      void droppedFiles(event.dataTransfer).then((files) => newestAdd.current(files, mode));
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);

  if (over === null) return null;
  return (
    <div
      className="pointer-events-none fixed inset-0 z-50 grid grid-cols-2 gap-4 bg-bg/85 p-6"
      data-testid="drop-target"
    >
      <Half icon={<Zap size={28} />} title={t('intake.analyseNow')} where={where} isOver={over === 'now'} />
      <Half icon={<ListPlus size={28} />} title={t('intake.addToQueue')} where={where} isOver={over === 'queue'} />
    </div>
  );
}

type HalfProps = { readonly icon: ReactNode; readonly title: string; readonly where: string; readonly isOver: boolean };

function Half({ icon, title, where, isOver }: HalfProps) {
  return (
    <div
      className={classNames(
        'flex flex-col items-center justify-center gap-2 rounded-2xl border-2 border-dashed',
        isOver ? 'border-accent bg-accent-soft text-ink' : 'border-muted/60 bg-surface/70 text-muted',
      )}
    >
      {icon}
      <p className="text-lg font-semibold">{title}</p>
      <p>{where}</p>
    </div>
  );
}
