import type { ModelFamily, TensorInfo } from '#common/contract/models';
import type { Backend } from '#common/contract/runs';
import type { StageFacts } from '#common/contract/stage-facts';
import type { WireError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import type { BoundPop } from './pop/bound-pop';
import type { AnalysedFrame, VideoWork } from './video/video-analysis';

export type AnalyseRequest = {
  readonly kind: 'analyse';
  readonly picturePath: string;
  readonly modelPath: string;
  readonly minScore: number;
  /** `cpu`, or another provider of ONNX Runtime, which is tried first. */
  readonly provider: string;
  /** 0 lets ONNX Runtime choose. */
  readonly threads: number;
};
/** One picture through a Pop; each of its inference components has its model. */
export type AnalysePopRequest = Omit<AnalyseRequest, 'kind' | 'modelPath'> & {
  readonly kind: 'analyse-pop';
  readonly pop: BoundPop;
};
/** `name` is the model's file as the person knows it; it stands in error sentences. */
export type InspectRequest = { readonly kind: 'inspect'; readonly modelPath: string; readonly name: string };
/** A video through a Pop; each frame is answered by a `frame` message before the request is. */
export type AnalyseVideoRequest = Pick<AnalyseRequest, 'provider' | 'threads'> &
  VideoWork & { readonly kind: 'analyse-video' };
export type Request = AnalyseRequest | AnalysePopRequest | AnalyseVideoRequest | InspectRequest;

/** The whole of a video's analysis, after its frames. */
export type VideoSummary = { readonly frameCount: number; readonly backend: Backend };

export type Analysis = {
  readonly prediction: Prediction;
  /** From the file to the input tensor. */
  readonly decodeMs: number;
  /** The model and the reading of its outputs. */
  readonly runMs: number;
  readonly backend: Backend;
  /** What each component of a Pop did; absent for a single model. */
  readonly stages?: readonly StageFacts[];
};

/** What a model is, as far as the file and its session tell. */
export type ModelFacts = {
  readonly family: ModelFamily;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly inputWidthPx: number;
  readonly inputHeightPx: number;
  readonly labels: readonly string[];
};

export type Answer = Analysis | ModelFacts | VideoSummary;

export type ToProcess =
  | (Request & { readonly id: number })
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'status' };

export type FromProcess =
  /** Once after the start, and for each `status`. */
  | { readonly kind: 'status'; readonly rss: number }
  | { readonly kind: 'frame'; readonly id: number; readonly rss: number; readonly frame: AnalysedFrame }
  | ({ readonly kind: 'answer'; readonly id: number; readonly rss: number } & (
      | { readonly ok: true; readonly value: Answer }
      | { readonly ok: false; readonly error: WireError; readonly stack: string | undefined }
    ));
