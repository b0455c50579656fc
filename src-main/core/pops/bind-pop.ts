import type { Model } from '#common/contract/models';
import type { PopBinding } from '#common/contract/pops';
import { ReticleError } from '#common/errors';
import { eachComponent, type PlacedComponent } from '#common/pop/each-component';
import type { InferenceComponent, InferenceType, Pop, TrackingComponent } from '#common/pop/pop';
import type { BoundModel, BoundPop } from '../local/pop/bound-pop';

/** Of a model, what binding needs to know. */
export type BindableModel = Pick<Model, 'id' | 'name' | 'family' | 'labels' | 'path' | 'sha256'>;

export type LocalModels = {
  /** Those to be had, the preferred one first. */
  readonly models: readonly BindableModel[];
  readonly bindings: readonly PopBinding[];
};

/** The models with the one that the person runs by default at the head: it goes first where a choice is left. */
export function preferredFirst<T extends { readonly id: string }>(models: readonly T[], preferredId: string): T[] {
  return [...models].sort((a, b) => Number(b.id === preferredId) - Number(a.id === preferredId));
}

/**
 * Gives every inference component of a Pop a model of this computer, before anything runs.
 *
 * @throws {ReticleError} POP_EMPTY, POP_NOT_LOCAL, POP_NO_MODEL, POP_INFERENCE_TYPE or POP_PART_NOT_LOCAL, each with the
 *   component that cannot run here
 */
export function bindPop(pop: Pop, local: LocalModels): BoundPop {
  if (pop.components.length === 0) throw new ReticleError('POP_EMPTY');
  refuseRemoteParts(pop);
  const models: Record<string, BoundModel> = {};
  for (const placed of eachComponent(pop)) {
    refuseRemoteComponent(placed);
    const { component, path } = placed;
    if (component.type === 'inference') models[path] = modelFor(component, path, local);
    if (component.type === 'tracking' && reidName(component)) models[path] = reidModelFor(component, path, local);
  }
  return { pop, models };
}

/** A model alone as the plainest Pop, for what runs Pops only. */
export function popOfModel({
  id,
  name,
  path,
  sha256,
}: Pick<BindableModel, 'id' | 'name' | 'path' | 'sha256'>): BoundPop {
  return {
    pop: { components: [{ type: 'inference', model: id }] },
    models: { 'components[0]': { modelId: id, name, path, sha256, labels: [] } },
  };
}

/** What only a remote worker does. A default that is not followed would change results without a word. */
function refuseRemoteParts({ defaults, depthMap }: Pop): void {
  if (depthMap) throw new ReticleError('POP_PART_NOT_LOCAL', { path: 'depthMap' });
  const [key] = Object.entries(defaults ?? {}).find(([, value]) => value != null) ?? [];
  if (key !== undefined) throw new ReticleError('POP_PART_NOT_LOCAL', { path: `defaults.${key}` });
}

function refuseRemoteComponent({ component, path }: PlacedComponent): void {
  const refuse = (field: string) => new ReticleError('POP_PART_NOT_LOCAL', { path: `${path}.${field}` });
  if (component.toWorld) throw refuse('toWorld');
  if (component.forward?.operator?.type.startsWith('select')) throw refuse('forward.operator.type');
  if (component.type === 'inference' && Object.keys(component.params ?? {}).length > 0) throw refuse('params');
}

function modelFor(component: InferenceComponent, path: string, { models, bindings }: LocalModels): BoundModel {
  const named = component.ability ?? component.abilityUuid ?? component.model ?? component.modelUuid ?? '';
  const own = models.find(({ id, name }) => id === named || name === named);
  const binding = own ? null : bindingFor(named, bindings);
  if (!own && !binding) throw new ReticleError('POP_NOT_LOCAL', { path, ability: named });
  const model = own ?? (binding && chosenModel(binding, path, named, models));
  if (!model) throw new ReticleError('POP_NO_MODEL', { path, ability: named });
  refuseOtherTypes(component, path, model);
  return {
    modelId: model.id,
    name: model.name,
    path: model.path,
    sha256: model.sha256,
    labels: binding?.labels ?? [],
  };
}

const reidName = ({ reidModel, reidModelUuid }: TrackingComponent) => reidModel ?? reidModelUuid ?? null;

/** What tells the tracker how its objects look. */
function reidModelFor(component: TrackingComponent, path: string, local: LocalModels): BoundModel {
  const field = `${path}.${component.reidModel ? 'reidModel' : 'reidModelUuid'}`;
  const named = reidName(component) ?? '';
  const binding = bindingFor(named, local.bindings);
  const model =
    local.models.find(({ id, name }) => id === named || name === named) ??
    local.models.find(({ id }) => id === binding?.modelId);
  if (!model) throw new ReticleError('POP_NOT_LOCAL', { path: field, ability: named });
  if (model.family !== 'embedding') {
    throw new ReticleError('POP_INFERENCE_TYPE', { path: field, type: 'feature_vector', model: model.name });
  }
  return { modelId: model.id, name: model.name, path: model.path, sha256: model.sha256, labels: [] };
}

/** The binding of an alias with its tag, or else without. */
function bindingFor(named: string, bindings: readonly PopBinding[]): PopBinding | null {
  const [plain] = named.split(':', 1);
  return bindings.find(({ alias }) => alias === named) ?? bindings.find(({ alias }) => alias === plain) ?? null;
}

function chosenModel(binding: PopBinding, path: string, ability: string, models: readonly BindableModel[]) {
  if (binding.modelId === null) return models.find((model) => finds(model, binding)) ?? null;
  const model = models.find(({ id }) => id === binding.modelId);
  if (!model) throw new ReticleError('POP_MODEL_GONE', { path, ability, model: binding.modelId });
  return model;
}

const findsTypes: Record<Model['family'], readonly InferenceType[]> = {
  classification: ['image_classification'],
  embedding: ['feature_vector'],
  regions: ['object_detection', 'segmentation'],
  'yolo-detect': ['object_detection'],
  yolox: ['object_detection'],
  yunet: ['object_detection', 'key_points'],
};

function finds({ family, labels }: BindableModel, binding: PopBinding): boolean {
  const hasLabel = binding.labels.length === 0 || binding.labels.some((label) => labels.includes(label));
  const isDetector = family === 'yolox' || family === 'yolo-detect';
  switch (binding.kind) {
    case 'objects':
      return isDetector && hasLabel;
    case 'faces':
      return family === 'yunet' || (isDetector && labels.includes('face'));
    case 'regions':
      return family === 'regions';
    case 'classes':
      return family === 'classification' && hasLabel;
  }
}

function refuseOtherTypes({ inferenceTypes }: InferenceComponent, path: string, model: BindableModel): void {
  const other = inferenceTypes?.find((type) => !findsTypes[model.family].includes(type));
  if (other) throw new ReticleError('POP_INFERENCE_TYPE', { path, type: other, model: model.name });
}
