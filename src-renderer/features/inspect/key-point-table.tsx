import type { PredictedKeyPoints } from '#common/prediction/prediction';
import { useTexts } from '../../app/texts';

/** Key points by name, with their place in source px and their confidence. */
export function KeyPointTable({ sets }: { readonly sets: readonly PredictedKeyPoints[] }) {
  const { t, formatNumber, formatPercent } = useTexts();
  if (sets.length === 0) return null;
  const rows = sets.flatMap((set, setIndex) =>
    set.points.map((point, index) => ({ point, key: `${setIndex}.${index}`, index })),
  );
  return (
    <table className="mt-3 w-full border-t border-line text-left tabular-nums">
      <caption className="pt-2 pb-1 text-left text-xs text-muted">{t('inspect.keyPoints')}</caption>
      <tbody>
        {rows.map(({ point, key, index }) => (
          <tr key={key}>
            <th scope="row" className={`py-0.5 pr-2 font-normal ${point.visible === false ? 'text-muted' : ''}`}>
              {point.classLabel || t('inspect.keyPoint', { number: index + 1 })}
            </th>
            <td className="selectable py-0.5 pr-2 text-right">
              {formatNumber(Math.round(point.x * 10) / 10)}, {formatNumber(Math.round(point.y * 10) / 10)}
            </td>
            <td className="w-10 py-0.5 text-right text-muted">
              {typeof point.confidence === 'number' ? formatPercent(point.confidence) : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
