import { useTexts } from '../../app/texts';
import { providerName } from '../settings/provider-name';
import { useShownPicture } from './shown-picture';

/** How much was found, how fast, by which model on what. */
export function Headline() {
  const { t, tCount, formatDuration, formatDateTime } = useTexts();
  const { item, result, shown, isLookedAt } = useShownPicture();
  if (!result || !shown) {
    return (
      <header className="flex h-14 shrink-0 flex-col justify-center px-3">
        <h2 className="font-semibold">{item ? t('inspect.noResultTitle') : ''}</h2>
        {item && <p className="truncate text-xs text-muted">{item.name}</p>}
      </header>
    );
  }
  const { scene } = shown.overlay;
  const found = [
    tCount('inspect.objectCount', scene.count),
    tCount('inspect.classCount', scene.count > 0 ? scene.classNames.length : (result.prediction.classes?.length ?? 0)),
    // A video that is still being analysed has no time yet.
    ...(result.elapsedMs > 0 ? [formatDuration(result.elapsedMs)] : []),
  ];
  return (
    <header className="flex h-14 shrink-0 flex-col justify-center px-3">
      <h2 className="font-semibold tabular-nums" data-testid="headline">
        {isLookedAt ? found.join(', ') : t('inspect.frameNotAnalysed')}
      </h2>
      <p className="truncate text-xs text-muted" title={result.backend.reason || undefined}>
        {t('inspect.model', { model: result.modelName, provider: providerName(result.backend.provider) })}
        {result.keptFromMs !== null && ` · ${t('inspect.keptFrom', { when: formatDateTime(result.keptFromMs) })}`}
      </p>
    </header>
  );
}
