import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export type Product = {
  /** Where package.json lies. */
  readonly root: string;
  readonly version: string;
  readonly resourcesDir: string;
  /** The built page. */
  readonly rendererDir: string;
};

const Package = z.object({ name: z.literal('reticle'), version: z.string() });

/**
 * The product that a file of ours belongs to, found by going up: the same from the sources and from any place in `out`.
 *
 * @param from - the folder of the running file, `import.meta.dirname`
 */
export function productAround(from: string): Product {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    const found = existsSync(file) ? Package.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null;
    if (found?.success) {
      const { version } = found.data;
      return {
        root: folder,
        version,
        resourcesDir: join(folder, 'resources'),
        rendererDir: join(folder, 'out', 'renderer'),
      };
    }
    if (dirname(folder) === folder) throw new Error(`no package.json of Reticle above ${from}`);
  }
}
