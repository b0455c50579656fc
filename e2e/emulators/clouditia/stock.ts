import { refuse } from './answers';
import { type MicroEur, microEur } from './money';

export type GpuCount = { readonly slug: string; readonly quantity: number };
type Row = { readonly slug: string; readonly label: string; readonly pricePerHour: MicroEur; available: number };

/** The types and prices of Clouditia's own page. */
const SOLD = [
  { slug: 'nvidia-rtx-3060ti', label: 'NVIDIA RTX 3060 Ti', eur: 0.5, available: 2 },
  { slug: 'nvidia-rtx-3080ti', label: 'NVIDIA RTX 3080 Ti', eur: 0.9, available: 2 },
  { slug: 'nvidia-rtx-3090', label: 'NVIDIA RTX 3090', eur: 1.0, available: 4 },
  { slug: 'nvidia-rtx-4090', label: 'NVIDIA RTX 4090', eur: 1.5, available: 2 },
];

/** How many GPUs of each type are free, shared by all users. */
export class Stock {
  readonly #rows = new Map<string, Row>(
    SOLD.map(({ slug, label, eur, available }) => [slug, { slug, label, pricePerHour: microEur(eur), available }]),
  );

  rows(): Row[] {
    return [...this.#rows.values()];
  }

  /** @throws {Refusal} for a type that is not sold */
  set(slug: string, available: number): void {
    this.#row(slug).available = available;
  }

  /** Splits what is wanted: a type is free when all its GPUs are. */
  split(wanted: readonly GpuCount[]): { free: GpuCount[]; taken: GpuCount[] } {
    const isFree = ({ slug, quantity }: GpuCount) => this.#row(slug).available >= quantity;
    return { free: wanted.filter(isFree), taken: wanted.filter((gpu) => !isFree(gpu)) };
  }

  take(gpus: readonly GpuCount[]): void {
    for (const { slug, quantity } of gpus) this.#row(slug).available -= quantity;
  }

  giveBack(gpus: readonly GpuCount[]): void {
    for (const { slug, quantity } of gpus) this.#row(slug).available += quantity;
  }

  ratePerHour(gpus: readonly GpuCount[]): MicroEur {
    return gpus.reduce((sum, { slug, quantity }) => sum + this.#row(slug).pricePerHour * quantity, 0);
  }

  #row(slug: string): Row {
    const row = this.#rows.get(slug);
    if (!row) throw refuse(`Type de GPU inconnu: ${slug}`, { error_code: 'unknown_gpu' });
    return row;
  }
}
