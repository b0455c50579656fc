import { ReticleError } from '#common/errors';
import { HttpProblem } from '../http-problem';
import type { DataContext } from './data-context';
import type { Annotation, Asset } from './datasets';

/**
 * What a Pop of this computer finds in an asset. An annotator that is no ability here (EyePop's are free words) is taken
 * for the one that finds common objects.
 *
 * @throws {HttpProblem} 422 where no model of this computer does it
 */
export async function autoAnnotated(
  { engine, workspace }: Pick<DataContext, 'engine' | 'workspace'>,
  { uuid }: Asset,
  name: string,
  signal: AbortSignal,
): Promise<Annotation> {
  const predictions = [];
  for await (const prediction of engine.analyse(workspace.path(uuid), bound(), null, signal))
    predictions.push(prediction);
  return {
    type: 'auto',
    user_review: 'unknown',
    approved_threshold: null,
    auto_annotate: name,
    source: null,
    predictions,
  };

  function bound() {
    for (const ability of [name, 'objects']) {
      try {
        return engine.bind({ components: [{ type: 'inference', ability }] });
      } catch (error) {
        if (!(error instanceof ReticleError)) throw error;
      }
    }
    throw new HttpProblem(422, 'DATA_002', `no model here annotates as ${name}`);
  }
}
