import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'fixtures');

/** Real models and pictures lie outside the product; tests that need them skip where they are absent. */
export const hasFixtures = existsSync(join(folder, 'models', 'yolox_nano.onnx'));

/** @param path - within the fixtures, e.g. `images/astronaut.png` */
export const fixture = (path: string) => join(folder, path);
