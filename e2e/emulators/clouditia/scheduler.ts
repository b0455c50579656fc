import { refuse } from './answers';
import type { Billing } from './billing';
import type { CreateRequest } from './create-request';
import type { Session, Sessions } from './sessions';
import type { GpuCount, Stock } from './stock';
import type { User } from './users';

const NONE_FREE = 'Aucun GPU disponible';
const SOME_FREE = 'Certains GPUs sont indisponibles';

/** What became of a wish: a session, or the types that stood in its way. */
export type Placement =
  | { readonly session: Session; readonly free: readonly GpuCount[]; readonly taken: readonly GpuCount[] }
  | { readonly session: null; readonly error: string; readonly free: readonly GpuCount[]; readonly taken: GpuCount[] };

/** Decides who gets which GPUs. */
export class Scheduler {
  constructor(
    private readonly stock: Stock,
    private readonly sessions: Sessions,
    private readonly billing: Billing,
  ) {}

  /**
   * All types that are wanted, or with `allowPartial` those that are free.
   *
   * @throws {Refusal} for an unknown type and an empty account
   */
  place(owner: User, wish: CreateRequest): Placement {
    const { free, taken } = this.stock.split(wish.gpus);
    this.billing.demandCredit(owner);
    if (taken.length === 0 || (wish.allowPartial && free.length > 0)) {
      return { session: this.sessions.create(owner, wish, free), free, taken };
    }
    return { session: null, error: free.length > 0 ? SOME_FREE : NONE_FREE, free, taken };
  }
}

export const slugs = (gpus: readonly GpuCount[]) => gpus.map((gpu) => gpu.slug);

export function refusePlacement({ free, taken }: Placement, error: string) {
  return refuse(error, { unavailable_gpus: slugs(taken), available_gpus: slugs(free) });
}
