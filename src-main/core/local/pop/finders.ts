import type { ComponentFinderComponent, ContourFinderComponent } from '#common/pop/pop';
import { findComponents } from '../contours/find-components';
import { findContours } from '../contours/find-contours';
import { emptyDraft, type Found } from './draft';
import type { Scope } from './forwarded-scopes';
import type { PictureSource } from './picture-source';

/** Gives objects the outlines that a contour finder was told to draw. */
export async function outline(
  found: readonly Found[],
  component: ContourFinderComponent,
  picture: PictureSource,
): Promise<void> {
  const objects = found.map(({ object }) => object);
  const outlined = await findContours(objects, component, picture.size, pixelsOf(picture));
  for (const [index, one] of found.entries()) one.object = outlined[index] ?? one.object;
}

/** Puts the connected pieces of objects in their place, or beside them with `keepSource`; the pieces go on. */
export async function partAll(
  scopes: readonly Scope[],
  component: ComponentFinderComponent,
  picture: PictureSource,
): Promise<Scope[]> {
  const after: Scope[] = [];
  for (const scope of scopes) {
    const pieces: Found[] = [];
    for (const source of scope.found) {
      const objects = await findComponents(source.object, component, picture.size, pixelsOf(picture));
      const parted = objects.map((object): Found => ({ object, inside: emptyDraft(), isShown: true }));
      const at = scope.sink.objects.indexOf(source);
      const kept = component.keepSource && at >= 0 ? 1 : 0;
      if (at < 0) scope.sink.objects.push(...parted);
      else scope.sink.objects.splice(at + kept, 1 - kept, ...parted);
      pieces.push(...parted);
    }
    after.push({ ...scope, found: pieces });
  }
  return after;
}

const pixelsOf =
  (picture: PictureSource): Parameters<typeof findContours>[3] =>
  (region, needed) =>
    picture.pixels({ ...region, angleDegrees: 0 }, needed);
