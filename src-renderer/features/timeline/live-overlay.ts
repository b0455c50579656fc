import { filterScene } from '#common/overlay/filter';
import { colourScene } from '#common/overlay/palette';
import type { Prediction } from '#common/prediction/prediction';
import type { InspectState } from '../inspect/inspect-store';
import { prepareOverlay, type ShownOverlay } from '../inspect/use-overlay';

type Look = Pick<InspectState, 'minConfidence' | 'hiddenClasses' | 'colourMode' | 'look'>;

/** The overlay of the frame on screen, made when it is drawn and kept while nothing changes. */
export class LiveOverlay {
  #prediction: Prediction | null = null;
  #prepared: ReturnType<typeof prepareOverlay> | null = null;
  #look: Look | null = null;
  #shown: ShownOverlay | null = null;

  constructor(private readonly formatScore: (score: number) => string) {}

  /** @param opacity - as a share of what the person chose */
  of(prediction: Prediction | null, opacity: number, state: Look): ShownOverlay | null {
    if (prediction !== this.#prediction) {
      this.#prediction = prediction;
      this.#prepared = prediction && prepareOverlay(prediction, this.formatScore);
      this.#look = null;
    }
    if (!this.#prepared) return null;
    const { minConfidence, hiddenClasses, colourMode, look } = state;
    const known = this.#look;
    const isSame =
      known?.minConfidence === minConfidence &&
      known.hiddenClasses === hiddenClasses &&
      known.colourMode === colourMode &&
      known.look === look;
    if (!isSame || !this.#shown) {
      const { hits, ...rest } = this.#prepared;
      const kept = filterScene(rest.scene, { minConfidence, hiddenClasses });
      const faded = opacity === 1 ? look : { ...look, opacity: look.opacity * opacity };
      this.#shown = { overlay: { ...rest, kept, colouring: colourScene(rest.scene, colourMode), look: faded }, hits };
      this.#look = { minConfidence, hiddenClasses, colourMode, look };
    }
    return this.#shown;
  }
}
