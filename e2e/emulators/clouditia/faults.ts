import { z } from 'zod';

/** What goes wrong. */
const Wrong = z.discriminatedUnion('kind', [
  // Of the transport.
  z.object({
    kind: z.literal('status'),
    status: z.int(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ kind: z.literal('delay'), ms: z.int().describe('before the request is handled') }),
  z.object({ kind: z.literal('first-byte-delay'), ms: z.int().describe('handled at once, answered late') }),
  z.object({ kind: z.literal('truncate') }),
  z.object({ kind: z.literal('html') }),
  z.object({ kind: z.literal('reset').describe('the connection is reset before the request is handled') }),
  z.object({ kind: z.literal('reset-after').describe('handled, then the connection is reset') }),
  z.object({ kind: z.literal('half-open').describe('neither handled nor answered') }),
  z.object({ kind: z.literal('answer-withheld').describe('handled; answered once the client has given up') }),
  z.object({ kind: z.literal('handled-late').describe('handled only once the client has given up') }),
  // Of the shape of the answer.
  z.object({ kind: z.literal('unknown-fields') }),
  z.object({ kind: z.literal('null-lists') }),
  z.object({ kind: z.literal('null-limits') }),
  z.object({ kind: z.literal('numbers-as-strings') }),
  z.object({ kind: z.literal('request-spelling').describe('GPUs by type and count instead of slug and quantity') }),
  z.object({ kind: z.literal('missing').describe('so named keys are left out'), keys: z.array(z.string()) }),
  // Of the service.
  z.object({ kind: z.literal('stop-ignored').describe('accepted, and never happens') }),
  z.object({ kind: z.literal('cost-lags'), seconds: z.int().describe('what the cost was so long ago') }),
  z.object({ kind: z.literal('cost-contradicts').describe('half of what rate and duration give') }),
  z.object({ kind: z.literal('session-vanishes').describe('looks absent, and is billed on'), sessionId: z.string() }),
]);
export const Fault = z.intersection(
  Wrong,
  z.object({
    route: z.string().default('').describe('a part of `METHOD /path`'),
    count: z.int().positive().nullable().default(1).describe('how many requests; null for all to come'),
  }),
);
export type Fault = z.infer<typeof Fault>;
type Kind = Fault['kind'];

/** The faults asked for and not used up. Each request takes one turn of every fault that means its route. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  take(route: string): RequestFaults {
    const taken = this.#waiting.filter((fault) => route.includes(fault.route));
    for (const fault of taken) if (fault.count !== null) fault.count -= 1;
    this.#waiting = this.#waiting.filter((fault) => fault.count !== 0);
    return new RequestFaults(taken);
  }
}

/** The faults of one request. */
export class RequestFaults {
  constructor(readonly all: readonly Fault[]) {}

  find<K extends Kind>(kind: K): Extract<Fault, { kind: K }> | null {
    const isOf = (fault: Fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind;
    return this.all.find(isOf) ?? null;
  }

  has(kind: Kind): boolean {
    return this.find(kind) !== null;
  }

  hides(sessionId: string): boolean {
    return this.all.some((fault) => fault.kind === 'session-vanishes' && sessionId.startsWith(fault.sessionId));
  }
}
