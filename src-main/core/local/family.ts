import type { ModelFamily } from '#common/contract/models';
import type { Prediction } from '#common/prediction/prediction';
import type { Size } from '#common/vision/geometry';

/** What a file tells about itself without being run. A string in a shape is a dynamic axis. */
export type ModelFile = {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** `metadata_props` of the ONNX file. */
  readonly metadata: Readonly<Record<string, string>>;
};
export type TensorSpec = { readonly name: string; readonly type: string; readonly shape: readonly (number | string)[] };

/** How a picture becomes the model's input tensor `[1, C, H, W]` (or NHWC), float32 unless said. */
export type InputSpec = {
  readonly name: string;
  readonly size: Size;
  readonly layout: 'nchw' | 'nhwc';
  readonly channels: 'rgb' | 'bgr' | 'luminance';
  readonly type: 'float32' | 'uint8';
  /** value = (pixel * scale - mean[c]) / std[c], pixel in 0..255. */
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** How the picture is put into `size`. `letterbox` keeps the aspect; `crop` resizes the short side and cuts the middle. */
  readonly fit: 'letterbox-top-left' | 'letterbox-centre' | 'stretch' | 'crop';
  /** Grey level of the padding. */
  readonly pad: number;
};

/** How the picture lies in the model's input: model px = source px * scale + offset. */
export type Placement = {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
};

export type OutputTensor = {
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint8Array | BigInt64Array | Int32Array;
};

export type DecodeContext = {
  readonly source: Size;
  readonly placement: Placement;
  readonly labels: readonly string[];
  /** Nothing below this score is decoded; the page filters above it without a new run. */
  readonly minScore: number;
  readonly file: ModelFile;
};

/** One family of models: how it is recognised, fed and read. Everything in it is pure. */
export type Family = {
  readonly id: ModelFamily;
  /** For people, e.g. `YOLOX (one output [1, N, 5 + classes])`. */
  readonly looksLike: string;
  recognises(file: ModelFile): boolean;
  input(file: ModelFile): InputSpec;
  labels(file: ModelFile): readonly string[];
  /** Boxes clipped to the picture, in source pixels, best first. */
  decode(outputs: ReadonlyMap<string, OutputTensor>, context: DecodeContext): Prediction;
};
