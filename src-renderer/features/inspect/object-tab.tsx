import { SquareMousePointer } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Overlay } from '#common/overlay/draw-prediction';
import { useTexts } from '../../app/texts';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { ClassMark } from './class-mark';
import { useInspect, useInspectStore } from './inspect-store';
import { KeyPointTable } from './key-point-table';
import { indexOfPathText, pathText } from './object-path';
import { useShownPicture } from './shown-picture';

/** All that is known of the object selected. */
export function ObjectTab() {
  const { t } = useTexts();
  const { shown } = useShownPicture();
  const selected = useInspect((state) => state.selected);
  const i = shown ? indexOfPathText(shown.overlay.scene, selected) : -1;
  if (!shown || i < 0) {
    return (
      <EmptyState
        icon={<SquareMousePointer size={20} />}
        title={t('inspect.noObjectTitle')}
        text={t('inspect.noObjectText')}
      />
    );
  }
  return (
    <div className="h-full overflow-y-auto p-3" data-testid="object-details">
      <ObjectTitle overlay={shown.overlay} i={i} />
      <ObjectFacts overlay={shown.overlay} i={i} />
      <KeyPointTable sets={shown.overlay.scene.objects[i]?.keyPoints ?? []} />
    </div>
  );
}

type ObjectProps = { readonly overlay: Overlay; readonly i: number };

function ObjectTitle({ overlay, i }: ObjectProps) {
  const { t } = useTexts();
  const { scene, colouring } = overlay;
  const object = scene.objects[i];
  const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
  return (
    <div className="mb-2 flex items-center gap-2">
      {swatch && <ClassMark swatch={swatch} />}
      <h3 className="min-w-0 flex-1 truncate text-sm font-semibold">{object?.classLabel}</h3>
      <CopyButton
        text={JSON.stringify(object, null, 2)}
        label={t('inspect.copyJson')}
        doneLabel={t('inspect.copied')}
      />
    </div>
  );
}

function ObjectFacts({ overlay, i }: ObjectProps) {
  const { t, tCount, formatNumber, formatPercent, formatShare } = useTexts();
  const { scene } = overlay;
  const object = scene.objects[i];
  if (!object) return null;
  const { x, y, width, height } = object;
  const share = (part: number, whole: number) => formatShare(whole > 0 ? part / whole : 0);
  const score = object.confidence;
  const points = (object.contours ?? []).reduce((sum, contour) => sum + contour.points.length, 0);
  const parent = scene.parent[i] ?? -1;
  const children = [...scene.parent.keys()].filter((child) => scene.parent[child] === i);
  return (
    <dl className="flex flex-col gap-2">
      <Fact name={t('inspect.confidence')}>
        {typeof score === 'number'
          ? `${formatPercent(score)} (${formatNumber(Math.round(score * 1e4) / 1e4)})`
          : t('inspect.noConfidence')}
      </Fact>
      <Fact name={t('inspect.boxPx')}>{t('inspect.boxValue', numbers({ x, y, width, height }, formatNumber))}</Fact>
      <Fact name={t('inspect.boxPercent')}>
        x {share(x, scene.size.width)}, y {share(y, scene.size.height)}, {share(width, scene.size.width)} ×{' '}
        {share(height, scene.size.height)}
      </Fact>
      <Fact name={t('inspect.area')}>
        {t('inspect.areaValue', {
          px: formatNumber(Math.round(width * height)),
          percent: share(width * height, scene.size.width * scene.size.height),
        })}
      </Fact>
      {object.orientation ? <Fact name={t('inspect.orientation')}>{formatNumber(object.orientation)}°</Fact> : null}
      {object.trackId !== null && object.trackId !== undefined && (
        <Fact name={t('inspect.track')}>#{object.trackId}</Fact>
      )}
      {object.category && <Fact name={t('inspect.category')}>{object.category}</Fact>}
      {object.classes?.length ? (
        <Fact name={t('inspect.classes')}>
          {object.classes.map(({ classLabel, confidence }) => (
            <span key={classLabel} className="block">
              {classLabel} {typeof confidence === 'number' && formatPercent(confidence)}
            </span>
          ))}
        </Fact>
      ) : null}
      {object.texts?.length ? (
        <Fact name={t('inspect.texts')}>
          {object.texts.map(({ text, confidence }) => (
            <span key={text} className="block break-words">
              “{text}” {typeof confidence === 'number' && formatPercent(confidence)}
            </span>
          ))}
        </Fact>
      ) : null}
      {object.contours?.length ? (
        <Fact name={t('inspect.contours')}>
          {t('inspect.contoursValue', { count: object.contours.length, points: formatNumber(points) })}
        </Fact>
      ) : null}
      {parent >= 0 && (
        <Fact name={t('inspect.parent')}>
          <ObjectLink overlay={overlay} i={parent} />
        </Fact>
      )}
      {children.length > 0 && (
        <Fact name={`${t('inspect.nestedObjects')} · ${tCount('inspect.objectCount', children.length)}`}>
          {children.map((child) => (
            <ObjectLink key={child} overlay={overlay} i={child} />
          ))}
        </Fact>
      )}
    </dl>
  );
}

function numbers<Key extends string>(values: Record<Key, number>, format: (value: number) => string) {
  return Object.fromEntries(
    Object.entries<number>(values).map(([key, value]) => [key, format(Math.round(value * 10) / 10)]),
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

function ObjectLink({ overlay, i }: ObjectProps) {
  const { formatPercent } = useTexts();
  const store = useInspectStore();
  const object = overlay.scene.objects[i];
  return (
    <button
      type="button"
      onClick={() => store.setState({ selected: pathText(overlay.scene, i) })}
      className="block cursor-default rounded text-accent outline-none hover:underline focus-visible:ring-2 focus-visible:ring-accent"
    >
      {object?.classLabel} {typeof object?.confidence === 'number' && formatPercent(object.confidence)}
    </button>
  );
}
