import { useApi } from '../../app/api';
import { type Command, useCommands } from '../../app/shortcuts';
import { useAnnounce } from '../../app/toaster';
import { useInspectStore } from '../inspect/inspect-store';
import { timecode } from './timecode';
import { useVideoSession } from './video-session';

/** The commands that work while a video is on the stage. */
export function useVideoCommands(): void {
  const api = useApi();
  const session = useVideoSession();
  const inspect = useInspectStore();
  const announce = useAnnounce();
  const player = session?.player;

  const stepSeconds = (seconds: number) => {
    if (!player) return;
    const { frame } = player.store.getState();
    player.pause();
    const at = (player.timestampNs(frame) - player.timestampNs(0)) / 1e9 + seconds;
    player.seek(player.frameAtSeconds(Math.max(0, at)));
  };
  const seek = (step: 1 | -1, hasObjects: boolean) => {
    if (!session?.run || !player) return;
    const of = { runId: session.run.runId, mediaId: session.item.id };
    const { minConfidence } = inspect.getState();
    const fromFrame = player.store.getState().frame;
    player.pause();
    // At the last one, and when the answer is lost, the frame simply stays.
    api.video.seek({ ...of, fromFrame, step, hasObjects, minConfidence }).then(
      (frame) => {
        if (frame === null) return;
        player.seek(frame);
        announce(timecode(player.timestampNs(frame) - player.timestampNs(0)));
      },
      () => undefined,
    );
  };
  const mark = (edge: 'inFrame' | 'outFrame') => {
    if (!player) return;
    const { frame, inFrame, outFrame } = player.store.getState();
    const isAgain = player.store.getState()[edge] === frame;
    player.store.setState({ [edge]: isAgain ? null : frame });
    // Marks that have changed places say nothing.
    if (edge === 'inFrame' && outFrame !== null && outFrame < frame) player.store.setState({ outFrame: null });
    if (edge === 'outFrame' && inFrame !== null && inFrame > frame) player.store.setState({ inFrame: null });
  };
  const last = () => (player?.store.getState().frameCount ?? 1) - 1;
  useCommands([
    command('video.play', 'timeline.play', 'Space', () => player?.toggle()),
    command('video.previousFrame', 'timeline.previousFrame', ',', () => player?.step(-1)),
    command('video.nextFrame', 'timeline.nextFrame', '.', () => player?.step(1)),
    command('video.back10', 'timeline.back10', 'Shift+,', () => player?.step(-10)),
    command('video.forward10', 'timeline.forward10', 'Shift+.', () => player?.step(10)),
    command('video.back', 'timeline.back', 'ArrowLeft', () => stepSeconds(-1)),
    command('video.forward', 'timeline.forward', 'ArrowRight', () => stepSeconds(1)),
    command('video.shuttleBack', 'timeline.shuttleBack', 'J', () => player?.shuttle(-1)),
    command('video.stop', 'timeline.stop', 'K', () => player?.pause()),
    command('video.shuttle', 'timeline.shuttle', 'L', () => player?.shuttle(1)),
    command('video.markIn', 'timeline.markIn', 'I', () => mark('inFrame')),
    command('video.markOut', 'timeline.markOut', 'O', () => mark('outFrame')),
    command('video.start', 'timeline.start', 'Home', () => player?.seek(0)),
    command('video.end', 'timeline.end', 'End', () => player?.seek(last())),
    command('video.goTo', 'timeline.goTo', 'G', () => focusPlaceField()),
    command('video.previousWithObjects', 'timeline.previousWithObjects', '[', () => seek(-1, true)),
    command('video.nextWithObjects', 'timeline.nextWithObjects', ']', () => seek(1, true)),
    command('video.nextWithout', 'timeline.nextWithout', undefined, () => seek(1, false)),
  ]);
}

function command(id: string, titleKey: Command['titleKey'], chord: string | undefined, run: () => void): Command {
  return { id, titleKey, group: 'view', run, ...(chord ? { defaultChord: chord } : {}) };
}

export const placeFieldId = 'timeline-place';

function focusPlaceField(): void {
  const field = document.getElementById(placeFieldId);
  if (field instanceof HTMLInputElement) field.select();
}
