import { availableParallelism } from 'node:os';

/** How many pictures are best on their way at once: so many that each processor has one in a model, as many are being decoded, and one is being stored. */
export const picturesAtOnce = 2 * availableParallelism() + 1;
