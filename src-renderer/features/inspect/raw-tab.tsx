import { Braces } from 'lucide-react';
import { useMemo } from 'react';
import { useTexts } from '../../app/texts';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { useInspect } from './inspect-store';
import { indexOfPathText } from './object-path';
import { useShownPicture } from './shown-picture';

/** A page of JSON is read, a megabyte only freezes the window; the copy has all of it. */
const mostShown = 20_000;

/** What the engine answered, as it came: the object selected, or the whole prediction. */
export function RawTab() {
  const { t, formatNumber } = useTexts();
  const { result, shown } = useShownPicture();
  const selected = useInspect((state) => state.selected);
  const scene = shown?.overlay.scene;
  const object = scene?.objects[indexOfPathText(scene, selected)];
  const value = object ?? result?.prediction;
  const json = useMemo(() => (value ? JSON.stringify(value, null, 2) : ''), [value]);
  if (!value) {
    return (
      <EmptyState icon={<Braces size={20} />} title={t('inspect.noResultTitle')} text={t('inspect.noResultText')} />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex items-center justify-between gap-2 px-3 py-1.5">
        <span className="text-muted">{t(object ? 'inspect.rawObject' : 'inspect.rawPicture')}</span>
        <CopyButton text={json} label={t('inspect.rawCopy')} doneLabel={t('inspect.copied')} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        data-testid="raw-json"
        className="min-h-0 flex-1 overflow-auto border-t border-line px-3 py-2 font-mono text-xs leading-relaxed outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      >
        {json.slice(0, mostShown)}
      </pre>
      {json.length > mostShown && (
        <p className="border-t border-line px-3 py-1.5 text-xs text-muted">
          {t('inspect.rawTruncated', { shown: formatNumber(mostShown), total: formatNumber(json.length) })}
        </p>
      )}
    </div>
  );
}
