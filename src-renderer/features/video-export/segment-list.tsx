import type { Segment } from '#common/contract/segments';
import { useTexts } from '../../app/texts';
import { timecode } from '../timeline/timecode';
import { useVideoSession } from '../timeline/video-session';

/** More of them nobody reads here; the list as a file holds all. */
const mostShown = 500;

/** A press goes to the beginning of a segment. */
export function SegmentList({ segments }: { readonly segments: readonly Segment[] }) {
  const { t, tCount, formatNumber, formatPercent } = useTexts();
  const player = useVideoSession()?.player;
  if (!player) return null;
  const shown = (ns: number) => timecode(ns - player.timestampNs(0));
  const goTo = ({ firstFrame }: Segment) => {
    player.pause();
    player.seek(firstFrame);
  };
  return (
    <>
      <p role="status" className="text-xs text-muted">
        {segments.length > 0 ? tCount('exports.found', segments.length) : t('exports.noSegments')}
        {segments.length > mostShown && ` ${t('exports.firstShown', { count: formatNumber(mostShown) })}`}
      </p>
      <ol className="flex min-h-0 flex-col overflow-y-auto">
        {segments.slice(0, mostShown).map((segment) => (
          <li key={segment.firstFrame}>
            <button
              type="button"
              onClick={() => goTo(segment)}
              className="flex w-full cursor-default gap-3 rounded-md px-2 py-1 text-left tabular-nums outline-none hover:bg-hover focus-visible:ring-2 focus-visible:ring-accent"
            >
              <span className="flex-1">
                {t('exports.segment', { start: shown(segment.startNs), end: shown(segment.endNs) })}
              </span>
              <span className="text-muted">
                {t('exports.segmentLong', { seconds: formatNumber((segment.endNs - segment.startNs) / 1e9) })}
              </span>
              <span className="text-muted">{formatPercent(segment.confidence)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
