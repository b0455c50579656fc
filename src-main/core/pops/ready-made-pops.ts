import type { SavedPop } from '#common/contract/pops';
import type { Component, Pop } from '#common/pop/pop';
import { type TextKey, translate } from '#common/texts/texts';

const regionsThenOutlines: Component = {
  type: 'inference',
  ability: 'regions',
  categoryName: 'region',
  confidenceThreshold: 0.3,
  forward: {
    operator: { type: 'full' },
    targets: [{ type: 'contour_finder', contourType: 'polygon', areaThreshold: 0.0005 }],
  },
};

const faces: Component = { type: 'inference', ability: 'faces', categoryName: 'face', confidenceThreshold: 0.6 };

const objects: Component = { type: 'inference', ability: 'objects', confidenceThreshold: 0.3 };

const objectsThenTrack: Component = {
  ...objects,
  // The tracker goes on with weak detections of what it knows already.
  confidenceThreshold: 0.1,
  forward: { operator: { type: 'full' }, targets: [{ type: 'tracking', maxAgeSeconds: 1 }] },
};

const objectsThenFaces: Component = {
  type: 'inference',
  ability: 'eyepop.person',
  confidenceThreshold: 0.4,
  forward: {
    operator: { type: 'crop', includeClasses: ['person'], crop: { maxItems: 16, boxPadding: 0.1 } },
    targets: [faces],
  },
};

const readyMade = (id: string, textKey: TextKey, ...components: Pop['components']): SavedPop => ({
  id: `ready:${id}`,
  name: translate('en', textKey),
  readyMade: true,
  pop: { components },
  updatedAtMs: 0,
});

/** The Pops that come with the app. A page shows their names in its own language. */
export const readyMadePops: readonly SavedPop[] = [
  readyMade('regions-then-outlines', 'pops.ready.regions-then-outlines', regionsThenOutlines),
  readyMade('faces', 'pops.ready.faces', faces),
  readyMade('objects', 'pops.ready.objects', objects),
  readyMade('objects-then-track', 'pops.ready.objects-then-track', objectsThenTrack),
  readyMade('objects-then-faces', 'pops.ready.objects-then-faces', objectsThenFaces),
];
