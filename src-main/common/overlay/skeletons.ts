/** Pairs of indices into a list of key points. */
export type Links = Uint16Array;

type NamedLink = readonly [from: string, to: string];

const bothSides = (links: readonly NamedLink[]): NamedLink[] =>
  links.flatMap(([from, to]) =>
    (['left', 'right'] as const).map((side): NamedLink => [`${side} ${from}`, `${side} ${to}`]),
  );

/** Body joints by name, as EyePop's 2D and 3D poses and COCO label them. */
const bodyLinks: readonly NamedLink[] = [
  ['left shoulder', 'right shoulder'],
  ['left hip', 'right hip'],
  ['left mouth', 'right mouth'],
  ...bothSides([
    ['shoulder', 'elbow'],
    ['elbow', 'wrist'],
    ['wrist', 'thumb'],
    ['wrist', 'index'],
    ['wrist', 'pinky'],
    ['index', 'pinky'],
    ['shoulder', 'hip'],
    ['hip', 'knee'],
    ['knee', 'ankle'],
    ['ankle', 'heel'],
    ['heel', 'foot index'],
    ['ankle', 'foot index'],
    ['eye', 'ear'],
  ]),
  ['nose', 'left eye'],
  ['nose', 'right eye'],
];

/** The order in which COCO lists its 17 joints, for points without names. */
const coco17 = [
  'nose',
  ...['eye', 'ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((joint) => [
    `left ${joint}`,
    `right ${joint}`,
  ]),
];

/** The order in which face detectors of the YuNet kind list their five points. */
const face5 = ['right eye', 'left eye', 'nose', 'right mouth', 'left mouth'];
const faceLinks: readonly NamedLink[] = [
  ['right eye', 'left eye'],
  ['right eye', 'nose'],
  ['left eye', 'nose'],
  ['nose', 'right mouth'],
  ['nose', 'left mouth'],
  ['right mouth', 'left mouth'],
];

/** 21 hand joints in MediaPipe's order: wrist, then four joints a finger from the thumb on, and across the palm. */
const handLinks = new Uint16Array([
  ...[1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19].flatMap((joint) => [joint, joint + 1]),
  ...[0, 1, 0, 5, 5, 9, 9, 13, 13, 17, 0, 17],
]);

const noLinks = new Uint16Array(0);

/** `left_shoulder`, `LeftShoulder` and `Left Shoulder` name one joint; so do `right mouth corner` and `mouth right`. */
function jointName(label: string): string {
  const words = label
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== 'corner');
  const side = words.find((word) => word === 'left' || word === 'right');
  return side ? [side, ...words.filter((word) => word !== side)].join(' ') : words.join(' ');
}

function linksByName(names: readonly string[], links: readonly NamedLink[]): Links {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const found = links.flatMap(([from, to]) => {
    const a = indexOf.get(from);
    const b = indexOf.get(to);
    return a === undefined || b === undefined ? [] : [a, b];
  });
  return new Uint16Array(found);
}

/**
 * Which key points are joined by a line.
 *
 * @param category - EyePop's category of the set, e.g. `2d-body-points`; empty where there is none
 * @param labels - of the points, in their order; empty strings where there are none
 */
export function linksOf(category: string, labels: readonly string[]): Links {
  const hasNames = labels.some((label) => label !== '');
  if (category.includes('hand')) return labels.length === 21 ? handLinks : noLinks;
  if (!hasNames && labels.length === 17) return linksByName(coco17, bodyLinks);
  if (labels.length === 5 && (!hasNames || category.includes('face'))) {
    const named = linksByName(labels.map(jointName), faceLinks);
    return named.length > 0 ? named : linksByName(face5, faceLinks);
  }
  if (!hasNames) return noLinks;
  const names = labels.map(jointName);
  const face = labels.length === 5 ? linksByName(names, faceLinks) : noLinks;
  return face.length > 0 ? face : linksByName(names, bodyLinks);
}
