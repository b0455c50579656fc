import { os } from '../api';
import type { Batches } from './batches';
import type { RunItems } from './run-items';
import type { RunService } from './run-service';

export const runApi = (runs: RunService, batches: Batches, items: RunItems) => ({
  start: os.runs.start.handler(({ input }) => batches.start(input)),
  preflight: os.runs.preflight.handler(async function* ({ input, context }) {
    yield* batches.preflight(input, context.signal);
  }),
  checkOutput: os.runs.checkOutput.handler(({ input }) => batches.checkOutput(input.mediaIds, input.output)),
  cancel: os.runs.cancel.handler(({ input }) => runs.cancel(input.runId)),
  pause: os.runs.pause.handler(({ input }) => runs.pause(input.runId)),
  resume: os.runs.resume.handler(({ input }) => runs.resume(input.runId, input.what, input.code)),
  move: os.runs.move.handler(({ input }) => runs.move(input.runId, input.to)),
  items: os.runs.items.handler(({ input }) => items.list(input.runId, input.state ?? null, input.offset, input.limit)),
  list: os.runs.list.handler(() => runs.list()),
  failures: os.runs.failures.handler(({ input }) => runs.failures(input.runId)),
  result: os.runs.result.handler(({ input }) => runs.result(input.mediaId, input.modelId)),
  focus: os.runs.focus.handler(({ input }) => {
    runs.focus(input.mediaId);
    return {};
  }),
  changes: os.runs.changes.handler(async function* ({ context }) {
    for await (const changed of runs.changesSince(context.signal)) yield { runs: changed };
  }),
});
