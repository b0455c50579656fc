import { ReticleError } from '#common/errors';
import type { Family, ModelFile, TensorSpec } from '../family';
import { classification } from './classification';
import { embedding } from './embedding';
import { regions } from './regions';
import { yoloDetect } from './yolo-detect';
import { yolox } from './yolox';
import { yunet } from './yunet';

/** Every family we know, the most particular first. */
export const families: readonly Family[] = [regions, yunet, yolox, yoloDetect, embedding, classification];

/**
 * The family of a model, from its inputs, outputs and metadata.
 *
 * @param name - The model's file, for the sentence.
 * @throws {ReticleError} MODEL_UNKNOWN_FAMILY with what was seen and what is known.
 */
export function recogniseFamily(file: ModelFile, name: string): Family {
  const family = families.find((candidate) => candidate.recognises(file) && canFeed(candidate, file));
  if (family) return family;
  const seen = `${tensors('input', file.inputs)} and ${tensors('output', file.outputs)}`;
  throw new ReticleError('MODEL_UNKNOWN_FAMILY', {
    name,
    seen,
    known: `${families.map((known) => known.looksLike).join('; ')}; all with one float32 picture of a known size as input`,
  });
}

/** A head alone does not tell: half-precision exports and those for several pictures at once would fail when run. */
function canFeed(family: Family, file: ModelFile): boolean {
  const spec = file.inputs[0];
  const [batch] = spec?.shape ?? [];
  return (
    file.inputs.length === 1 && spec?.type === family.input(file).type && (batch === 1 || typeof batch === 'string')
  );
}

function tensors(word: string, specs: readonly TensorSpec[]): string {
  const list = specs.slice(0, 4).map(({ name, type, shape }) => `${name} ${type}[${shape.join(', ')}]`);
  const more = specs.length > list.length ? ` and ${specs.length - list.length} more` : '';
  return `${specs.length === 1 ? word : `${word}s`} ${list.join(', ') || 'none'}${more}`;
}
