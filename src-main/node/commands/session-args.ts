import { parseArgs } from 'node:util';
import { Gpu } from '#common/contract/sessions';
import { type Money, moneyOf } from '#common/money';
import { UsageError } from './usage';

type GpuWish = ReturnType<typeof Gpu.parse>;
type Common = { readonly connection: string | null; readonly json: boolean };
export type SessionsArgs = Common &
  (
    | { readonly action: 'list' | 'gpus' | 'balance' | 'queue' | 'stop-all' }
    | { readonly action: 'stop'; readonly session: string }
    | { readonly action: 'cost'; readonly session: string | null }
    | ({ readonly action: 'create' } & CreateArgs)
  );
export type CreateArgs = {
  readonly gpus: GpuWish[];
  readonly name: string | null;
  readonly vcpu: number;
  readonly ramGb: number;
  readonly storageGb: number;
  readonly costLimit: Money | null;
  readonly durationLimitSeconds: number | null;
  readonly allowPartial: boolean;
  readonly queueIfUnavailable: boolean;
  readonly tags: string[];
  /** Until it runs. */
  readonly wait: boolean;
};

const options = {
  json: { type: 'boolean' },
  connection: { type: 'string' },
  all: { type: 'boolean' },
  gpu: { type: 'string', multiple: true },
  name: { type: 'string' },
  tag: { type: 'string', multiple: true },
  vcpu: { type: 'string' },
  ram: { type: 'string' },
  storage: { type: 'string' },
  'cost-limit': { type: 'string' },
  'time-limit': { type: 'string' },
  partial: { type: 'boolean' },
  queue: { type: 'boolean' },
  wait: { type: 'boolean' },
} as const;

/** `reticle sessions …`, and `reticle gpus`, `balance` and `queue`. @throws {UsageError} */
export function parseSessionsArgs(command: string, args: readonly string[]): SessionsArgs {
  const { values, positionals } = parsed(args);
  const common = { connection: values.connection ?? null, json: values.json ?? false };
  if (command === 'gpus' || command === 'balance' || command === 'queue') {
    if (positionals.length > 0) throw new UsageError(`Use: reticle ${command} [--connection <name>] [--json]`);
    return { ...common, action: command };
  }
  const [action, session, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`What is ${more[0]}?`);
  if (action === 'list' && session === undefined) return { ...common, action };
  if (action === 'cost') return { ...common, action, session: session ?? null };
  if (action === 'stop' && values.all && session === undefined) return { ...common, action: 'stop-all' };
  if (action === 'stop' && session !== undefined && !values.all) return { ...common, action, session };
  if (action === 'create' && session === undefined) return { ...common, action, ...created(values) };
  throw new UsageError('Use: reticle sessions list, create --gpu <type>, stop <id>|--all, or cost [<id>].');
}

function created(values: ReturnType<typeof parsed>['values']): CreateArgs {
  const gpus = (values.gpu ?? []).map(gpuOf);
  if (gpus.length === 0) throw new UsageError('--gpu says which GPU; “reticle gpus” lists them.');
  const seconds = values['time-limit'];
  return {
    gpus,
    name: values.name ?? null,
    vcpu: whole('--vcpu', values.vcpu ?? '4'),
    ramGb: whole('--ram', values.ram ?? '16'),
    storageGb: whole('--storage', values.storage ?? '20'),
    costLimit: values['cost-limit'] === undefined ? null : amount(values['cost-limit']),
    durationLimitSeconds: seconds === undefined ? null : secondsOf(seconds),
    allowPartial: values.partial ?? false,
    queueIfUnavailable: values.queue ?? false,
    tags: values.tag ?? [],
    wait: values.wait ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** `nvidia-rtx-3090` or `2xnvidia-rtx-3090` */
function gpuOf(text: string): GpuWish {
  const [, count, type] = /^(?:(\d+)x)?(.+)$/.exec(text) ?? [];
  const gpu = Gpu.safeParse({ type, count: Number(count ?? 1) });
  if (!gpu.success) throw new UsageError(`--gpu ${text}: name a type, or 2x and a type.`);
  return gpu.data;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${name} ${text} is no number above 0.`);
  return value;
}

function amount(text: string): Money {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new UsageError(`--cost-limit ${text} is no amount above 0, in EUR.`);
  return moneyOf(value, 'EUR');
}

/** `90s`, `30m`, `2h` */
function secondsOf(text: string): number {
  const [, value, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  const seconds = Number(value) * { s: 1, m: 60, h: 3600 }[(unit ?? 's') as 's' | 'm' | 'h']; // the pattern knows no other
  if (!(seconds > 0)) throw new UsageError(`--time-limit ${text}: write 90s, 30m or 2h.`);
  return seconds;
}
