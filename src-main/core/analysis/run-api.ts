import { os } from '../api';
import type { PopService } from '../pops/pop-service';
import type { RunService } from './run-service';

export const runApi = (runs: RunService, pops: PopService) => ({
  start: os.runs.start.handler(({ input }) =>
    runs.start(input.mediaIds, input.popId ? pops.prepare(input.popId) : input.modelId, input.video),
  ),
  cancel: os.runs.cancel.handler(({ input }) => runs.cancel(input.runId)),
  pause: os.runs.pause.handler(({ input }) => runs.pause(input.runId)),
  resume: os.runs.resume.handler(({ input }) => runs.resume(input.runId, input.what)),
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
