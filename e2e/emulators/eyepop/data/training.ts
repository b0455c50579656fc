import type { Clock } from '../../clock';
import type { ChangeEvents } from './change-events';
import type { Row, Table } from './table';

export type Model = Row & {
  readonly account_uuid: string;
  readonly dataset_uuid: string | null;
  readonly status: string;
  readonly exports: readonly ModelExport[];
};
export type ModelExport = {
  readonly format: string;
  readonly exported_by: string;
  readonly variant: Readonly<Record<string, string>>;
  readonly status: string;
};

export const trainingStages = ['waiting', 'scheduling', 'preparing', 'training', 'exporting'] as const;

/** Trainings that take time and teach nothing: what can be told of one is which stage it is in. */
export class Training {
  readonly #startedMs = new Map<string, number>();
  readonly #reports = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #closing = new AbortController();

  constructor(
    private readonly models: Table<Model>,
    private readonly events: ChangeEvents,
    private readonly clock: Clock,
    /** How long each stage takes. */
    private readonly stageMs: number,
  ) {}

  start(model: Model): Model {
    this.#startedMs.set(model.uuid, this.clock.now().getTime());
    const started = this.models.change(model.uuid, { status: 'in_progress' });
    this.#tell('model_status_modified', started);
    // Ends with the emulator at the latest.
    void this.#run(started).catch(() => {});
    return started;
  }

  /** What a worker that trains reports is shown instead of our own. */
  report(model: Model, report: Readonly<Record<string, unknown>>): void {
    this.#reports.set(model.uuid, report);
  }

  progress(model: Model) {
    const startedMs = this.#startedMs.get(model.uuid) ?? this.clock.now().getTime();
    const elapsedMs = this.clock.now().getTime() - startedMs;
    const wholeMs = this.stageMs * trainingStages.length;
    const isFinished = model.status !== 'in_progress';
    const stage = trainingStages[Math.floor(elapsedMs / this.stageMs)] ?? 'exporting';
    const remaining = Math.max(0, wholeMs - elapsedMs) / 1000;
    return {
      stage,
      queue_length: stage === 'waiting' ? 1 : 0,
      started_at: new Date(startedMs).toISOString(),
      finished_at: isFinished ? new Date(startedMs + wholeMs).toISOString() : null,
      samples: [],
      remaining_seconds_min: remaining,
      remaining_seconds_max: remaining,
      ...this.#reports.get(model.uuid),
    };
  }

  nextStage(signal: AbortSignal): Promise<void> {
    return this.clock.wait(this.stageMs, signal);
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(model: Model): Promise<void> {
    for (const _ of trainingStages) {
      this.#tell('model_progress', model);
      await this.nextStage(this.#closing.signal);
    }
    this.#tell('model_status_modified', this.models.change(model.uuid, { status: 'available' }));
  }

  #tell(change_type: string, { uuid, account_uuid, dataset_uuid }: Model): void {
    this.events.send({ change_type, account_uuid, dataset_uuid, mdl_uuid: uuid });
  }
}
