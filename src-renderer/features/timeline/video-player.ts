import { createStore, type StoreApi } from 'zustand/vanilla';
import { presentedFrame, timeWithin } from './presented-frame';

export type PlayerState = {
  /** `unplayable`: the browser has no decoder for it. */
  readonly state: 'loading' | 'ready' | 'unplayable';
  /** The frame on screen, in presentation order. */
  readonly frame: number;
  readonly frameCount: number;
  readonly isPlaying: boolean;
  /** 1 is normal speed; below 0 it steps backwards. */
  readonly rate: number;
  readonly isMuted: boolean;
  /** Marked range in frames; null for the ends of the video. */
  readonly inFrame: number | null;
  readonly outFrame: number | null;
};

const first: PlayerState = {
  state: 'loading',
  frame: 0,
  frameCount: 0,
  isPlaying: false,
  rate: 1,
  isMuted: false,
  inFrame: null,
  outFrame: null,
};

const shuttleRates = [0.25, 0.5, 1, 2, 4] as const;

/**
 * A video element and the frame that it really shows. Pictures never pass through React: whoever draws asks for the
 * element in `onPresented`, which is called once for each frame that came on screen.
 */
export class VideoPlayer {
  readonly element = document.createElement('video');
  readonly store: StoreApi<PlayerState> = createStore<PlayerState>()(() => first);
  readonly #listeners = new Set<() => void>();
  #timestampsNs: Float64Array = new Float64Array(0);
  #callback = 0;
  #picture: VideoFrame | null = null;
  #wanted: number | null = null;
  #backwards: ReturnType<typeof setInterval> | null = null;

  constructor(url: string) {
    const { element } = this;
    element.preload = 'auto';
    element.playsInline = true;
    element.src = url;
    element.addEventListener('error', () => this.store.setState({ state: 'unplayable', isPlaying: false }));
    element.addEventListener('loadeddata', () => this.#loaded());
    element.addEventListener('play', () => this.store.setState({ isPlaying: true }));
    element.addEventListener('pause', () => this.store.setState({ isPlaying: this.#backwards !== null }));
    element.addEventListener('seeked', () => this.#seeked());
    this.#listen();
  }

  /** Called when another frame is on screen; draw it then and there. */
  onPresented(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The picture of `frame`, and of no other: the element itself may be a frame further by the time it is drawn.
   * Valid until the next frame is presented.
   */
  get picture(): CanvasImageSource {
    return this.#picture ?? this.element;
  }

  /** What is drawn over the frame has changed. */
  redraw(): void {
    for (const listener of this.#listeners) listener();
  }

  /** @param timestampsNs - presentation times of all frames, in order */
  setTimestamps(timestampsNs: Float64Array): void {
    this.#timestampsNs = timestampsNs;
    this.store.setState({ frameCount: timestampsNs.length });
    this.#present(this.element.currentTime);
  }

  timestampNs(frame: number): number {
    return this.#timestampsNs[frame] ?? 0;
  }

  get timestampsNs(): Float64Array {
    return this.#timestampsNs;
  }

  /** The frame at a time from the beginning of the video. */
  frameAtSeconds(seconds: number): number {
    return presentedFrame(this.#timestampsNs, seconds + (this.#timestampsNs[0] ?? 0) / 1e9);
  }

  toggle(): void {
    if (this.store.getState().isPlaying) this.pause();
    else this.play();
  }

  play(rate = Math.abs(this.store.getState().rate)): void {
    this.#stopBackwards();
    this.element.playbackRate = rate;
    this.store.setState({ rate });
    const { frame, frameCount } = this.store.getState();
    if (frame >= frameCount - 1) this.seek(this.store.getState().inFrame ?? 0);
    // Refused where there is nothing to play; the state says so.
    this.element.play().catch(() => {});
  }

  pause(): void {
    this.#stopBackwards();
    this.element.pause();
    this.store.setState({ isPlaying: false, rate: Math.abs(this.store.getState().rate) });
  }

  /** J, K, L: each press of J or L goes one step faster in its direction, K stops. */
  shuttle(direction: 1 | -1): void {
    const { rate, isPlaying } = this.store.getState();
    const goesOn = isPlaying && Math.sign(rate) === direction;
    const at = shuttleRates.findIndex((known) => known >= Math.abs(rate));
    const speed = goesOn ? (shuttleRates[Math.min(shuttleRates.length - 1, at + 1)] ?? 1) : 1;
    if (direction > 0) this.play(speed);
    else this.#playBackwards(speed);
  }

  setRate(rate: number): void {
    this.element.playbackRate = rate;
    this.store.setState({ rate });
  }

  setMuted(isMuted: boolean): void {
    this.element.muted = isMuted;
    this.store.setState({ isMuted });
  }

  step(frames: number): void {
    this.pause();
    this.seek((this.#wanted ?? this.store.getState().frame) + frames);
  }

  /** Shows a frame; while one is being looked for, the last one asked for is next. */
  seek(frame: number): void {
    const last = this.#timestampsNs.length - 1;
    if (last < 0) return;
    const target = Math.max(0, Math.min(last, Math.round(frame)));
    const isSeeking = this.#wanted !== null;
    this.#wanted = target;
    if (!isSeeking) this.element.currentTime = this.#playerTime(target);
  }

  close(): void {
    this.#stopBackwards();
    this.element.cancelVideoFrameCallback(this.#callback);
    this.#picture?.close();
    this.#picture = null;
    this.element.pause();
    this.element.removeAttribute('src');
    this.element.load();
    this.#listeners.clear();
  }

  #loaded(): void {
    this.store.setState({ state: this.element.videoWidth > 0 ? 'ready' : 'unplayable' });
    this.#present(this.element.currentTime);
  }

  #seeked(): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted === null) return;
    // Somebody dragged on while this frame was being found.
    const now = this.element.currentTime;
    if (Math.abs(now - this.#playerTime(wanted)) > 1e-4) this.seek(wanted);
  }

  /** Chromium's clock is that of the file, also where it does not begin at 0. */
  #playerTime(frame: number): number {
    return timeWithin(this.#timestampsNs, frame);
  }

  #listen(): void {
    this.#callback = this.element.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#present(mediaTime);
      this.#listen();
    });
  }

  #present(mediaTime: number): void {
    const picture = pictureOf(this.element);
    this.#picture?.close();
    this.#picture = picture;
    const frame = presentedFrame(this.#timestampsNs, picture ? picture.timestamp / 1e6 : mediaTime);
    this.store.setState({ frame });
    for (const listener of this.#listeners) listener();
    const { isPlaying, outFrame } = this.store.getState();
    if (isPlaying && outFrame !== null && frame >= outFrame) this.pause();
  }

  /** No browser plays backwards: frames are looked for one after the other, as fast as they come. */
  #playBackwards(speed: number): void {
    this.element.pause();
    this.#stopBackwards();
    this.store.setState({ rate: -speed, isPlaying: true });
    const stepMs = 100;
    const perSecond = this.#timestampsNs.length / Math.max(0.04, this.element.duration || 1);
    this.#backwards = setInterval(() => {
      if (this.#wanted !== null) return;
      const { frame } = this.store.getState();
      if (frame <= 0) this.pause();
      else this.seek(frame - Math.max(1, Math.round((perSecond * speed * stepMs) / 1000)));
    }, stepMs);
  }

  #stopBackwards(): void {
    if (this.#backwards) clearInterval(this.#backwards);
    this.#backwards = null;
  }
}

/** What the element shows now, with its own time; null where there is nothing yet, or the browser cannot tell. */
function pictureOf(element: HTMLVideoElement): VideoFrame | null {
  if (!('VideoFrame' in window) || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  try {
    return new VideoFrame(element);
  } catch {
    return null;
  }
}
