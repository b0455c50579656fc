import { useTexts } from '../../app/texts';
import { useShownPicture } from './shown-picture';

const mostRows = 20;

/** What a classifier says of the picture as a whole, and texts that belong to no object. */
export function WholePictureClasses() {
  const { t, formatPercent } = useTexts();
  const { result } = useShownPicture();
  const classes = [...(result?.prediction.classes ?? [])].sort((a, b) => (b.confidence ?? 1) - (a.confidence ?? 1));
  const texts = result?.prediction.texts ?? [];
  if (classes.length === 0 && texts.length === 0) return null;
  return (
    <section className="max-h-[50%] shrink-0 overflow-y-auto border-b border-line px-3 py-2">
      <h3 className="mb-1 text-xs font-medium text-muted">{t('inspect.whole')}</h3>
      <ul className="flex flex-col gap-1.5">
        {classes.slice(0, mostRows).map(({ classLabel, confidence }) => (
          <li key={classLabel} className="flex flex-col gap-0.5">
            <span className="flex justify-between gap-2">
              <span className="truncate">{classLabel}</span>
              <span className="tabular-nums">{typeof confidence === 'number' ? formatPercent(confidence) : ''}</span>
            </span>
            <span className="h-1 overflow-hidden rounded-full bg-raised" aria-hidden>
              <span className="block h-full rounded-full bg-accent" style={{ width: `${(confidence ?? 0) * 100}%` }} />
            </span>
          </li>
        ))}
        {texts.map(({ text, confidence }) => (
          <li key={text} className="selectable flex justify-between gap-2">
            <span className="break-words">“{text}”</span>
            <span className="tabular-nums">{typeof confidence === 'number' ? formatPercent(confidence) : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
