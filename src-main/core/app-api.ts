import { listSupportedBackends } from 'onnxruntime-node';
import { os } from './api';
import type { Host } from './host';
import type { InferenceClient } from './local/inference-client';

export const appApi = (inference: InferenceClient, host: Host) => ({
  info: os.app.info.handler(() => ({
    version: host.version,
    shell: host.shell,
    platform: process.platform,
    node: process.version,
    dataDir: host.dataDir,
    hasDialogs: host.dialogs !== null,
    providers: listSupportedBackends().map(({ name, bundled }) => ({ name, bundled })),
  })),
  pickFolder: os.app.pickFolder.handler(async () => (await host.dialogs?.pick('folder'))?.[0] ?? null),
  engine: os.app.engine.handler(({ context }) => inference.status(context.signal)),
});
