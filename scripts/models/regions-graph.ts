/** The graph of the built-in model `regions`: classical operators, no training. Its card says what it is good for. */
export const regionsSide = 384;

type Step = { op: string; inputs: string[]; outputs: string[]; attributes?: Record<string, number | number[]> };

/** The mean over `side` x `side` px as two passes of one dimension; pixels beyond the edge do not count. */
function mean(input: string, output: string, side: number): Step[] {
  const pad = (side - 1) / 2;
  const pass = (from: string, to: string, kernel: number[], pads: number[]): Step => ({
    op: 'AveragePool',
    inputs: [from],
    outputs: [to],
    attributes: { kernel_shape: kernel, pads, strides: [1, 1], count_include_pad: 0 },
  });
  return [
    pass(input, `${output}_rows`, [1, side], [0, pad, 0, pad]),
    pass(`${output}_rows`, output, [side, 1], [pad, 0, pad, 0]),
  ];
}

/** Morphology of a 0/1 picture: growing is a maximum, shrinking the maximum of its negative. */
function grow(input: string, output: string, side: number): Step {
  const pad = (side - 1) / 2;
  return {
    op: 'MaxPool',
    inputs: [input],
    outputs: [output],
    attributes: { kernel_shape: [side, side], pads: [pad, pad, pad, pad], strides: [1, 1] },
  };
}

function shrink(input: string, output: string, side: number): Step[] {
  return [
    { op: 'Neg', inputs: [input], outputs: [`${output}_negative`] },
    grow(`${output}_negative`, `${output}_shrunk_negative`, side),
    { op: 'Neg', inputs: [`${output}_shrunk_negative`], outputs: [output] },
  ];
}

const step = (op: string, inputs: string[], output: string): Step => ({ op, inputs, outputs: [output] });

export const regionsModel = {
  nodes: [
    // Luminance, 0..1, slightly blurred against noise.
    step('Conv', ['picture', 'luminance_weights'], 'luminance'),
    ...mean('luminance', 'blurred', 3),
    // Local contrast: the standard deviation of the luminance around each pixel.
    ...mean('blurred', 'near_mean', 7),
    step('Mul', ['blurred', 'blurred'], 'squared'),
    ...mean('squared', 'near_square', 7),
    step('Mul', ['near_mean', 'near_mean'], 'mean_squared'),
    step('Sub', ['near_square', 'mean_squared'], 'variance_signed'),
    step('Relu', ['variance_signed'], 'variance'),
    step('Sqrt', ['variance'], 'contrast'),
    // A region stands out against its wider surroundings, and against noise.
    ...mean('contrast', 'wide_contrast', 121),
    step('Mul', ['wide_contrast', 'surroundings_factor'], 'wide_limit'),
    step('Max', ['wide_limit', 'noise_limit'], 'limit'),
    step('Greater', ['contrast', 'limit'], 'stands_out'),
    { op: 'Cast', inputs: ['stands_out'], outputs: ['raw_mask'], attributes: { to: 1 } },
    // Closing joins the edges of one thing, opening takes away threads and dust and what the contrast window added.
    grow('raw_mask', 'joined', 3),
    ...shrink('joined', 'closed', 3),
    ...shrink('closed', 'opened_shrunk', 5),
    grow('opened_shrunk', 'mask', 5),
  ],
  inputs: [{ name: 'picture', shape: [1, 3, regionsSide, regionsSide] }],
  outputs: [
    { name: 'mask', shape: [1, 1, regionsSide, regionsSide] },
    { name: 'contrast', shape: [1, 1, regionsSide, regionsSide] },
  ],
  weights: [
    {
      name: 'luminance_weights',
      shape: [1, 3, 1, 1],
      data: Float32Array.from([0.299 / 255, 0.587 / 255, 0.114 / 255]),
    },
    { name: 'surroundings_factor', shape: [1], data: Float32Array.from([0.9]) },
    { name: 'noise_limit', shape: [1], data: Float32Array.from([0.04]) },
  ],
  metadata: { 'reticle.family': 'regions', author: 'Reticle', licence: 'MIT' },
};
