import { type Component, contourTypes, motionModels, operatorTypes } from '#common/pop/pop';

/** How a field of a component is edited; what is not here is edited as JSON. */
export type Field =
  | { readonly name: string; readonly kind: 'text' | 'list' | 'flag' }
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly step: number;
      readonly min: number;
      readonly max?: number;
    }
  | { readonly name: string; readonly kind: 'choice'; readonly options: readonly string[] };

const share = (name: string): Field => ({ name, kind: 'number', step: 0.05, min: 0, max: 1 });
const amount = (name: string, step = 1): Field => ({ name, kind: 'number', step, min: 0 });
const text = (name: string): Field => ({ name, kind: 'text' });
const flag = (name: string): Field => ({ name, kind: 'flag' });

const fields: Record<Component['type'], readonly Field[]> = {
  inference: [
    text('ability'),
    text('categoryName'),
    share('confidenceThreshold'),
    amount('topK'),
    share('objectAreaThreshold'),
    text('targetFps'),
    flag('hidden'),
  ],
  tracking: [
    amount('maxAgeSeconds', 0.5),
    share('iouThreshold'),
    flag('agnostic'),
    { name: 'motionModel', kind: 'choice', options: motionModels },
    flag('classHysteresis'),
  ],
  contour_finder: [{ name: 'contourType', kind: 'choice', options: contourTypes }, share('areaThreshold')],
  component_finder: [amount('dilate'), amount('erode'), flag('keepSource'), text('componentClassLabel')],
  forward: [],
};

export const fieldsOf = ({ type }: Component): readonly Field[] => fields[type];

/** Selecting frames is only done by remote workers. */
export const localOperators = operatorTypes.filter((type) => !type.startsWith('select'));

/** A component of each kind to begin with. */
export const newComponents: readonly Component[] = [
  { type: 'inference', ability: 'objects', confidenceThreshold: 0.3 },
  { type: 'tracking', maxAgeSeconds: 1 },
  { type: 'contour_finder', contourType: 'polygon' },
  { type: 'component_finder', dilate: 2, erode: 2 },
];

/** What tells a component from others of its kind, in few words. */
export function summaryOf(component: Component): string {
  switch (component.type) {
    case 'inference':
      return [
        component.ability ?? component.abilityUuid ?? component.model ?? component.modelUuid ?? '',
        component.confidenceThreshold == null ? '' : `≥ ${component.confidenceThreshold}`,
      ]
        .filter(Boolean)
        .join(' ');
    case 'tracking':
      return component.maxAgeSeconds == null ? '' : `${component.maxAgeSeconds} s`;
    case 'contour_finder':
      return component.contourType ?? 'polygon';
    case 'component_finder':
      return component.componentClassLabel ?? '';
    case 'forward':
      return '';
  }
}
