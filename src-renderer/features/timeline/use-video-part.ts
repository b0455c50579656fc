import { useEffect, useState } from 'react';
import type { VideoPart } from '#common/contract/runs';
import { useViewStore } from '../../app/view-store';
import { usePlayer, useVideoSession } from './video-session';

const samplings = {
  every1: { every: 1 },
  every2: { every: 2 },
  every5: { every: 5 },
  second2: { perSecond: 2 },
  second1: { perSecond: 1 },
} as const satisfies Record<string, VideoPart['sampling']>;
type SamplingId = keyof typeof samplings;
export const samplingIds: readonly SamplingId[] = ['every1', 'every2', 'every5', 'second2', 'second1'];

/** Keeps what the next run of this video looks at: the marked range of it, sampled as chosen. */
export function useVideoPart(): [SamplingId, (id: SamplingId) => void] {
  const view = useViewStore();
  const session = useVideoSession();
  const inFrame = usePlayer((state) => state.inFrame);
  const outFrame = usePlayer((state) => state.outFrame);
  const [chosen, setChosen] = useState<SamplingId>('every1');
  useEffect(() => {
    if (!session) return;
    const { player, item } = session;
    const part: VideoPart = {
      sampling: samplings[chosen],
      fromNs: inFrame === null ? null : player.timestampNs(inFrame),
      toNs: outFrame === null ? null : player.timestampNs(outFrame),
    };
    view.setState({ videoPart: { mediaId: item.id, part } });
    return () => view.setState({ videoPart: null });
  }, [view, session, chosen, inFrame, outFrame]);
  return [chosen, setChosen];
}
