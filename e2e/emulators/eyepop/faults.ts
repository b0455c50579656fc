import { z } from 'zod';

/** What goes wrong with an answer. Several may be asked for at once; lines are those of a JSON-L answer, from 0. */
const FaultEffects = z.strictObject({
  status: z.int().min(200).max(599).optional().describe('answered instead, once the request has been read'),
  body: z.unknown().optional().describe('of that answer'),
  headers: z.record(z.string(), z.string()).optional().describe('added to the answer, e.g. retry-after'),
  delayMs: z.number().positive().optional().describe('before anything is done'),
  firstByteDelayMs: z.number().positive().optional().describe('between the headers and the body'),
  lineDelayMs: z.number().positive().optional().describe('before each line'),
  reset: z.boolean().optional().describe('the connection is reset before the request is read'),
  noAnswer: z.boolean().optional().describe('a half-open socket: it stays open and silent'),
  cutAfterLines: z
    .int()
    .nonnegative()
    .optional()
    .describe('the next line breaks off in its middle, the connection too'),
  stallAfterLines: z.int().nonnegative().optional().describe('then silence, with the socket open'),
  errorAfterLines: z.int().nonnegative().optional().describe('then an error event, and the end'),
  truncateLine: z.int().nonnegative().optional().describe('this line has only its first half'),
  oversizeLine: z.strictObject({ line: z.int().nonnegative(), bytes: z.int().positive() }).optional(),
  unknownEvents: z.boolean().optional().describe('an event that nobody knows before each line'),
  unknownFields: z.boolean().optional().describe('a field that nobody knows in every object'),
  nullLists: z.boolean().optional().describe('null for every list within an object'),
});
export type FaultEffects = z.infer<typeof FaultEffects>;

export const Fault = FaultEffects.extend({
  route: z.string().describe('a piece of `METHOD /path?query`, with * for anything'),
  skip: z.int().nonnegative().default(0).describe('so many requests go well before'),
  count: z.int().positive().default(1).describe('so many requests it happens to'),
});
export type FaultRequest = z.input<typeof Fault>;

type Armed = { readonly fault: z.infer<typeof Fault>; skip: number; count: number };

/** The faults asked for, each used up by the requests that it happens to. */
export class Faults {
  #armed: Armed[] = [];

  add(request: FaultRequest): void {
    const fault = Fault.parse(request);
    this.#armed.push({ fault, skip: fault.skip, count: fault.count });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Those that still wait, as they were asked for, with what is left of their counts. */
  get waiting() {
    return this.#armed.map(({ fault, skip, count }) => ({ ...fault, skip, count }));
  }

  /** What goes wrong with this request: the first fault asked for that fits it. */
  take(request: string): FaultEffects | null {
    const armed = this.#armed.find(({ fault }) => fits(request, fault.route));
    if (!armed) return null;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return null;
    }
    armed.count -= 1;
    if (armed.count === 0) this.#armed = this.#armed.filter((other) => other !== armed);
    return armed.fault;
  }
}

/** A value as a newer or sloppier service would send it. Lists outside of any object stay. */
export function disturbed(value: unknown, { unknownFields, nullLists }: FaultEffects): unknown {
  if (!unknownFields && !nullLists) return value;
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([key, item]) => [
      key,
      nullLists && Array.isArray(item) ? null : walk(item),
    ]);
    return { ...Object.fromEntries(entries), ...(unknownFields && { xUnknown: { since: 'tomorrow', list: [1] } }) };
  };
  return walk(value);
}

function fits(request: string, route: string): boolean {
  let from = 0;
  for (const piece of route.split('*')) {
    const at = request.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}
