type Event = { readonly atMs: number; readonly run: () => void };

/** Tells the first thing that happens by itself in a span of time, given how the world stands at its beginning. */
export type Watch = (fromMs: number, toMs: number) => Event | null;

/** The world's time: nothing happens between two moments unless it was noted here or a watch finds it. */
export class Agenda {
  readonly #events: Event[] = [];
  readonly #watches: Watch[] = [];

  constructor(private currentMs: number) {}

  get nowMs(): number {
    return this.currentMs;
  }

  /** Notes what happens at `atMs`; what lies in the past happens with the next step. Returns how to strike it out. */
  at(atMs: number, run: () => void): () => void {
    const event = { atMs: Math.max(atMs, this.currentMs), run };
    this.#events.push(event);
    return () => this.#strike(event);
  }

  watch(watch: Watch): void {
    this.#watches.push(watch);
  }

  /** Lets everything happen up to `targetMs`, in the order of time. A time that is over is left alone. */
  runTo(targetMs: number): void {
    for (;;) {
      const next = this.#earliest(this.#events.filter((event) => event.atMs <= targetMs));
      const untilMs = next?.atMs ?? Math.max(targetMs, this.currentMs);
      const seen = this.#watches.flatMap((watch) => watch(this.currentMs, untilMs) ?? []);
      const due = this.#earliest(seen) ?? next;
      this.currentMs = due?.atMs ?? untilMs;
      if (!due) return;
      this.#strike(due);
      due.run();
    }
  }

  /** Of two at the same moment the one noted first. */
  #earliest(events: readonly Event[]): Event | null {
    return events.reduce<Event | null>((first, event) => (first && first.atMs <= event.atMs ? first : event), null);
  }

  #strike(event: Event): void {
    const index = this.#events.indexOf(event);
    if (index >= 0) this.#events.splice(index, 1);
  }
}

/** The first whole millisecond of the span at which `holds`, which once true stays true; null when it never does. */
export function firstMoment(fromMs: number, toMs: number, holds: (atMs: number) => boolean): number | null {
  if (!holds(toMs)) return null;
  let [low, high] = [fromMs, toMs];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
