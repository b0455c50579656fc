import type { Backend } from '#common/contract/runs';
import type { StageFacts } from '#common/contract/stage-facts';
import type { Component, InferenceComponent, TrackingComponent } from '#common/pop/pop';
import type { PredictedClass, Prediction } from '#common/prediction/prediction';
import { mapInOrder } from '../../analysis/map-in-order';
import type { InputSpec } from '../family';
import type { PictureTensor } from '../picture-to-tensor';
import { Tracker, trackIdsAfter } from '../tracking/tracker';
import type { BoundPop } from './bound-pop';
import { emptyDraft, type Found, toPrediction } from './draft';
import { outline, partAll } from './finders';
import { forwardedScopes, type Scope } from './forwarded-scopes';
import type { PictureSource } from './picture-source';
import { PopStages } from './pop-stages';
import { type PostTransform, postTransform } from './post-transform';
import { refine } from './refine';
import { regionOf, toSourceObject } from './region';

/** The models of the inference process, one at a time or side by side as it sees fit. */
export type PopModels = {
  /** @throws {ReticleError} MODEL_* */
  input(modelPath: string): Promise<InputSpec>;
  /**
   * Runs a model on a tensor, which goes back to the buffers.
   *
   * @returns What was found, in px of the tensor's `source`, and how many values of its outputs were no number.
   * @throws {ReticleError} ENGINE_FAILED
   */
  run(modelPath: string, tensor: PictureTensor, minScore: number, signal: AbortSignal): Promise<ModelRun>;
};
export type ModelRun = { readonly prediction: Prediction; readonly backend: Backend; readonly notNumbers: number };

export type PopRun = {
  readonly prediction: Prediction;
  readonly stages: readonly StageFacts[];
  /** Of the last model that ran; null where none did. */
  readonly backend: Backend | null;
};

/** What one picture is on its way through the components. */
type Passage = {
  readonly picture: PictureSource;
  readonly timestampNs: number | null;
  readonly stages: PopStages;
  readonly signal: AbortSignal;
  /** When the picture before has gone all the way: what remembers frames waits for it. */
  readonly before: Promise<unknown>;
  backend: Backend | null;
};

/** What an inference component found in one place: the objects are in the scope. */
type Look = {
  readonly scope: Scope;
  readonly classes: readonly PredictedClass[];
  readonly embeddings: NonNullable<Prediction['embeddings']>;
};

/** While one crop is in a model, the next are being cut. */
const cropsAtOnce = 3;
const transformLimitMs = 2000;

/**
 * Runs a Pop: one runner for the length of a video, because trackers and frame rates remember, or for a single picture.
 */
export class PopRunner {
  readonly #transform: PostTransform | null;
  /** In which of the spans that its `targetFps` cuts time into a component last looked at a frame. */
  readonly #lastSpan = new Map<Component, number>();
  readonly #trackers = new Map<Component, Tracker>();
  /** One row of ids for all trackers: a track is known by its id alone. */
  readonly #nextTrackId: () => number;

  /**
   * @param minScore - below which components without a threshold of their own find nothing
   * @param lastTrackId - the highest one given before; trackers go on counting from it
   * @throws {ReticleError} POP_TRANSFORM
   */
  constructor(
    private readonly bound: BoundPop,
    private readonly models: PopModels,
    private readonly minScore: number,
    lastTrackId = 0,
  ) {
    this.#nextTrackId = trackIdsAfter(lastTrackId);
    this.#transform = bound.pop.postTransform ? postTransform(bound.pop.postTransform, transformLimitMs) : null;
  }

  /**
   * @param timestampNs - of the frame in its video; null for a still picture
   * @param before - when the frame before has gone through; models need not wait for it, so several are on their way
   * @throws {ReticleError} MEDIA_*, MODEL_*, ENGINE_FAILED or POP_TRANSFORM
   */
  async run(
    picture: PictureSource,
    timestampNs: number | null,
    signal: AbortSignal,
    before: Promise<unknown> = Promise.resolve(),
  ): Promise<PopRun> {
    const draft = emptyDraft();
    const passage: Passage = {
      picture,
      timestampNs,
      stages: new PopStages(this.bound.pop),
      signal,
      before,
      backend: null,
    };
    const whole: Scope = { region: null, found: [], sink: draft };
    for (const [index, component] of this.bound.pop.components.entries()) {
      await this.#component(component, `components[${index}]`, [whole], passage);
    }
    const { width, height } = picture.size;
    const found = toPrediction(draft, {
      source_width: width,
      source_height: height,
      ...(timestampNs !== null && { timestamp: timestampNs, seconds: timestampNs / 1e9 }),
    });
    const prediction = this.#transform ? await this.#transform(found) : found;
    return { prediction, stages: passage.stages.facts(), backend: passage.backend };
  }

  async #component(component: Component, path: string, scopes: readonly Scope[], passage: Passage): Promise<void> {
    passage.signal.throwIfAborted();
    const after = await this.#perform(component, path, scopes, passage);
    if (!after || !component.forward) return;
    const handed = forwardedScopes(component.forward, after, passage.picture.size);
    for (const [index, target] of component.forward.targets.entries()) {
      await this.#component(target, `${path}.forward.targets[${index}]`, handed, passage);
    }
  }

  /**
   * What a component makes of each scope: the same places, with what it found or changed in them. Null where it did not
   * look at this frame: its targets must not take that for a frame with nothing in it.
   */
  async #perform(
    component: Component,
    path: string,
    scopes: readonly Scope[],
    passage: Passage,
  ): Promise<readonly Scope[] | null> {
    if (component.type === 'inference') return this.#infer(component, path, scopes, passage);
    const startedAt = performance.now();
    const after = await this.#refine(component, path, scopes, passage);
    const ms = component.type === 'forward' ? 0 : performance.now() - startedAt;
    passage.stages.add(component, { runs: 1, ms, count: after.reduce((sum, { found }) => sum + found.length, 0) });
    return after;
  }

  /** What the components without a model do with what was found. */
  async #refine(
    component: Exclude<Component, InferenceComponent>,
    path: string,
    scopes: readonly Scope[],
    passage: Passage,
  ): Promise<readonly Scope[]> {
    const { picture, before } = passage;
    switch (component.type) {
      case 'tracking':
        await this.#track(component, path, scopes, passage, before);
        return scopes;
      case 'contour_finder':
        for (const { found } of scopes) await outline(found, component, picture);
        return scopes;
      case 'component_finder':
        return partAll(scopes, component, picture);
      case 'forward':
        return scopes;
    }
  }

  /** A still picture has nothing to follow: its objects stay as they are. */
  async #track(
    component: TrackingComponent,
    path: string,
    scopes: readonly Scope[],
    passage: Passage,
    before: Promise<unknown>,
  ): Promise<void> {
    const { timestampNs } = passage;
    if (timestampNs === null) return;
    const found = scopes.flatMap((scope) => scope.found);
    // How objects look is asked for while the frame before is still on its way.
    const embeddings = await this.#embeddings(path, found, passage);
    await before;
    let tracker = this.#trackers.get(component);
    if (!tracker) {
      tracker = new Tracker(component, this.#nextTrackId);
      this.#trackers.set(component, tracker);
    }
    const tracked = tracker.update(
      found.map(({ object }) => object),
      timestampNs,
      embeddings,
    );
    for (const [index, one] of found.entries()) one.object = tracked[index] ?? one.object;
  }

  /** What each object looks like to the tracker's own model; nothing where it has none. */
  async #embeddings(path: string, found: readonly Found[], passage: Passage): Promise<(Float32Array | null)[]> {
    const model = this.bound.models[path];
    if (!model) return [];
    const { picture, signal } = passage;
    const input = await this.models.input(model.path);
    const embed = async ({ object }: Found): Promise<Float32Array | null> => {
      const region = regionOf(object, null, picture.size);
      if (!region) return null;
      const tensor = await picture.tensor(region, input, signal);
      const { prediction } = await this.models.run(model.path, tensor, 0, signal);
      const [first] = prediction.embeddings ?? [];
      return first ? Float32Array.from(first.embedding) : null;
    };
    const embeddings: (Float32Array | null)[] = [];
    for await (const embedding of mapInOrder(found, cropsAtOnce, embed)) {
      signal.throwIfAborted();
      embeddings.push(embedding);
    }
    return embeddings;
  }

  async #infer(
    component: InferenceComponent,
    path: string,
    scopes: readonly Scope[],
    passage: Passage,
  ): Promise<Scope[] | null> {
    if (component.targetFps) await passage.before;
    if (!this.#isDue(component, passage.timestampNs)) return null;
    const startedAt = performance.now();
    const look = (scope: Scope) => this.#look(component, path, scope, passage);
    const after: Scope[] = [];
    for await (const { scope, classes, embeddings } of mapInOrder(scopes, cropsAtOnce, look)) {
      passage.signal.throwIfAborted();
      // Here, in the order of the scopes: several may share a sink, and which one's model ends first is chance.
      if (component.hidden !== true) {
        scope.sink.objects.push(...scope.found);
        scope.sink.classes.push(...classes);
        scope.sink.embeddings.push(...embeddings);
      }
      after.push(scope);
    }
    passage.stages.add(component, { runs: scopes.length, ms: performance.now() - startedAt });
    return after;
  }

  /** Runs the component's model on one region. @returns What it lets through. */
  async #look(component: InferenceComponent, path: string, { region, sink }: Scope, passage: Passage): Promise<Look> {
    const { picture, stages, signal } = passage;
    const model = this.bound.models[path];
    if (!model) throw new Error(`${path} was not bound to a model`);
    const tensor = await picture.tensor(region, await this.models.input(model.path), signal);
    const minScore = component.confidenceThreshold ?? this.minScore;
    const run = await this.models.run(model.path, tensor, minScore, signal);
    passage.backend = run.backend;
    const kept = refine(run.prediction, component, model.labels, picture.size);
    const isShown = component.hidden !== true;
    const found = kept.objects.map(
      (object): Found => ({
        object: region ? toSourceObject(object, region) : object,
        inside: emptyDraft(),
        isShown,
      }),
    );
    stages.add(component, { count: kept.objects.length + kept.classes.length, dropped: kept.dropped + run.notNumbers });
    const embeddings = run.prediction.embeddings ?? [];
    return { scope: { region, found, sink }, classes: kept.classes, embeddings };
  }

  /** Whether a component may look at a frame: once in each span of its `targetFps`, which also holds after a jump. */
  #isDue(component: InferenceComponent, timestampNs: number | null): boolean {
    if (!component.targetFps || timestampNs === null) return true;
    const [count = 1, seconds = 1] = component.targetFps.split('/').map(Number);
    // Timestamps are rounded to whole units of the stream: one that lies just before a span belongs to it.
    const span = Math.floor((timestampNs / 1e9) * (count / seconds) + 1e-3);
    if (this.#lastSpan.get(component) === span) return false;
    this.#lastSpan.set(component, span);
    return true;
  }
}
