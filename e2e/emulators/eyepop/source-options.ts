import { z } from 'zod';
import { HttpProblem, parsedJson } from './http-problem';
import type { Part } from './multipart';

const Point = z.object({ x: z.number(), y: z.number() });

/** A region of a picture, in its px. */
const Roi = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rectangle'), x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  z.object({ type: z.literal('contour'), points: z.array(Point) }),
]);
export type Roi = z.infer<typeof Roi>;

const ComponentParams = z.object({ componentId: z.int(), values: z.record(z.string(), z.unknown()).default({}) });
export type ComponentParams = z.infer<typeof ComponentParams>;

/** How a source is to be looked at. Motion, camera and cache options are taken and not followed. */
export const SourceOptions = z.looseObject({
  params: z.array(ComponentParams).nullish(),
  roi: Roi.nullish(),
  fps: z
    .string()
    .regex(/^\d+\/\d+$/)
    .nullish(),
  version: z.coerce.number().nullish().describe('of the answer; clients before the second name none'),
});
export type SourceOptions = z.infer<typeof SourceOptions>;

/** Those of an upload: its JSON parts, and the query. @throws {HttpProblem} 400 or 422 */
export function uploadOptions(parts: readonly Part[], query: URLSearchParams): SourceOptions {
  const named = parts
    .filter(({ name }) => name !== 'file')
    .map(({ name, data }) => [name, parsedJson(data.toString(), `the part ${name}`)]);
  const parsed = SourceOptions.safeParse({ version: query.get('version'), ...Object.fromEntries(named) });
  if (!parsed.success) throw new HttpProblem(422, 'REQ_002', 'the options have another shape', parsed.error.message);
  return parsed.data;
}

/** Frames a second out of a fraction such as `5/1`. */
export function framesPerSecond(fps: string | null | undefined): number | null {
  const [over = 0, under = 0] = (fps ?? '').split('/').map(Number);
  return over > 0 && under > 0 ? over / under : null;
}
