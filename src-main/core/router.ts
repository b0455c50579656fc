import type { Batches } from './analysis/batches';
import type { FrameStore } from './analysis/frame-store';
import { runApi } from './analysis/run-api';
import type { RunItems } from './analysis/run-items';
import type { RunService } from './analysis/run-service';
import { videoApi } from './analysis/video-api';
import type { VideoSegments } from './analysis/video-segments';
import { os } from './api';
import { appApi } from './app-api';
import { connectionApi } from './connections/connection-api';
import type { ConnectionService } from './connections/connection-service';
import { exportApi } from './export/export-api';
import type { VideoExports } from './export/video-exports';
import type { Host } from './host';
import type { InferenceClient } from './local/inference-client';
import { mediaApi } from './media/media-api';
import type { MediaService } from './media/media-service';
import type { VideoPreviews } from './media/video/video-previews';
import type { VideoService } from './media/video/video-service';
import { modelApi } from './models/model-api';
import type { ModelService } from './models/model-service';
import { popApi } from './pops/pop-api';
import type { PopService } from './pops/pop-service';
import type { PopTrials } from './pops/pop-trials';
import type { OpenSessions } from './sessions/open-sessions';
import { sessionApi } from './sessions/session-api';
import { settingsApi } from './settings/settings-api';
import type { SettingsService } from './settings/settings-service';

export type Services = {
  readonly connections: ConnectionService;
  readonly media: MediaService;
  readonly models: ModelService;
  readonly pops: PopService;
  readonly popTrials: PopTrials;
  readonly runs: RunService;
  readonly batches: Batches;
  readonly runItems: RunItems;
  readonly settings: SettingsService;
  readonly inference: InferenceClient;
  readonly videos: VideoService;
  readonly frames: FrameStore;
  readonly segments: VideoSegments;
  readonly previews: VideoPreviews;
  readonly exports: VideoExports;
  readonly paid: OpenSessions;
};

/** The whole contract, each part implemented by its own feature. */
export function createRouter(services: Services, host: Host) {
  const { media, models, pops, popTrials, runs, batches, runItems, settings, inference } = services;
  const { videos, frames, segments, previews, exports, connections, paid } = services;
  return os.router({
    app: appApi(inference, host),
    connections: connectionApi(connections, host.secrets),
    exports: exportApi(exports, media),
    media: mediaApi(media, host),
    models: modelApi(models, host),
    pops: popApi(pops, popTrials),
    runs: runApi(runs, batches, runItems),
    sessions: sessionApi(paid),
    settings: settingsApi(settings),
    video: videoApi(videos, frames, segments, previews),
  });
}

export type Router = ReturnType<typeof createRouter>;
