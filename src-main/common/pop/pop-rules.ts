import { eachComponent, type PlacedComponent } from './each-component';
import type { Component, ForwardOperator, Pop } from './pop';
import type { PopProblem } from './pop-problem';

const maxComponents = 2000;
const maxDepth = 24;

type Problem = (field: string, rule: PopProblem['textKey'], params?: PopProblem['params']) => PopProblem;

/** What a Pop of the right form can still do wrong: rules between fields, and the limits of the whole. */
export function ruleProblems(pop: Pop): PopProblem[] {
  const problems: PopProblem[] = [];
  const ids = new Map<number, string>();
  let count = 0;
  for (const placed of eachComponent(pop)) {
    count += 1;
    if (count > maxComponents) return [atPop('pops.problem.tooManyComponents', { limit: maxComponents })];
    if (placed.depth > maxDepth) return [atPop('pops.problem.tooDeep', {})];
    const { component, path } = placed;
    const at: Problem = (field, textKey, params = {}) => ({ path: `${path}.${field}`, textKey, params });
    problems.push(...componentProblems(component, at), ...operatorProblems(placed, at));
    if (component.id == null) continue;
    const other = ids.get(component.id);
    if (other !== undefined) problems.push(at('id', 'pops.problem.uniqueId', { other }));
    else ids.set(component.id, path);
  }
  return [...problems, ...wholeProblems(pop)];
}

const atPop = (textKey: PopProblem['textKey'], params: PopProblem['params'], path = ''): PopProblem => ({
  path,
  textKey,
  params,
});

function componentProblems(component: Component, at: Problem): PopProblem[] {
  switch (component.type) {
    case 'inference': {
      const given = [component.ability, component.abilityUuid, component.model, component.modelUuid];
      return given.filter((id) => id != null).length === 1 ? [] : [at('ability', 'pops.problem.oneModel')];
    }
    case 'contour_finder':
      return component.contourType == null ? [at('contourType', 'pops.problem.missing')] : [];
    case 'tracking': {
      const { classHysteresisLowThreshold: low, classHysteresisHighThreshold: high } = component;
      const isUpsideDown = low != null && high != null && low > high;
      return isUpsideDown ? [at('classHysteresisLowThreshold', 'pops.problem.hysteresisOrder')] : [];
    }
    case 'forward':
    case 'component_finder':
      return [];
  }
}

function operatorProblems({ component }: PlacedComponent, at: Problem): PopProblem[] {
  const operator = component.forward?.operator;
  if (!operator) return [];
  const problem: Problem = (field, textKey) => at(`forward.operator.${field}`, textKey);
  return [...cropProblems(operator, problem), ...selectProblems(operator, component.type, problem)];
}

function cropProblems({ type, crop }: ForwardOperator, at: Problem): PopProblem[] {
  if (!crop) return [];
  if (type === 'full') return [at('crop', 'pops.problem.cropNeedsCropType')];
  if (type === 'select_full') return [at('crop', 'pops.problem.selectFullNoCrop')];
  if (type === 'select_crop' && crop.maxItems != null)
    return [at('crop.maxItems', 'pops.problem.selectCropNoMaxItems')];
  return [];
}

function selectProblems({ type, select }: ForwardOperator, parentType: Component['type'], at: Problem): PopProblem[] {
  const isSelect = type === 'select_crop' || type === 'select_full';
  if (!isSelect) return select ? [at('select', 'pops.problem.selectForbidden')] : [];
  const problems: PopProblem[] = [];
  if (parentType !== 'tracking') problems.push(at('type', 'pops.problem.selectNeedsTracking'));
  if (!select) problems.push(at('select', 'pops.problem.selectNeeded'));
  if (select?.relevancyModel != null && select.relevancyModelUuid != null) {
    problems.push(at('select.relevancyModel', 'pops.problem.oneRelevancyModel'));
  }
  return problems;
}

function wholeProblems({ defaults, depthMap }: Pop): PopProblem[] {
  const problems: PopProblem[] = [];
  if (depthMap && (depthMap.ability == null) === (depthMap.abilityUuid == null)) {
    problems.push(atPop('pops.problem.oneDepthAbility', {}, 'depthMap'));
  }
  const camera = defaults?.camera;
  if (camera && (camera.intrinsics == null) === (camera.hfovDegrees == null)) {
    problems.push(atPop('pops.problem.oneLens', {}, 'defaults.camera'));
  }
  const rotation = camera?.extrinsics?.rotation;
  if (rotation && Math.abs(Math.hypot(rotation.w, rotation.x, rotation.y, rotation.z) - 1) > 1e-3) {
    problems.push(atPop('pops.problem.unitRotation', {}, 'defaults.camera.extrinsics.rotation'));
  }
  return problems;
}
