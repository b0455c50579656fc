import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Batches } from './analysis/batches';
import { connectToEyePop } from './analysis/eyepop-engine';
import { FrameStore } from './analysis/frame-store';
import { ItemAnalyser } from './analysis/item-analyser';
import { type LocalPicture, localEngine } from './analysis/local-engine';
import { picturesAtOnce } from './analysis/pictures-at-once';
import { Preflights } from './analysis/preflight';
import { ResultStore } from './analysis/result-store';
import { RunEngines } from './analysis/run-engines';
import { RunItems } from './analysis/run-items';
import { RunService } from './analysis/run-service';
import { RunStore } from './analysis/run-store';
import { VideoRuns } from './analysis/video-runs';
import { VideoSegments } from './analysis/video-segments';
import { clouditiaProvider } from './clouditia/clouditia-provider';
import { connectClouditia, probeClouditia } from './clouditia/connect';
import { systemNet } from './clouditia/system-net';
import { ConnectionService } from './connections/connection-service';
import { ConnectionStore } from './connections/connection-store';
import type { Core } from './core';
import { outputFiles } from './export/output-files';
import { PicturePainter } from './export/picture-painter';
import { RunOutputs } from './export/run-outputs';
import { VideoExports } from './export/video-exports';
import type { Host } from './host';
import { answerHttp } from './http';
import { InferenceClient } from './local/inference-client';
import { ContentHashes } from './media/content-hashes';
import { MediaHttp } from './media/media-http';
import { MediaService } from './media/media-service';
import { MediaStore } from './media/media-store';
import { PictureRenditions } from './media/picture-renditions';
import { probeMedia } from './media/probe-media';
import { FrameIndexStore } from './media/video/frame-index-store';
import { VideoAnalyser } from './media/video/video-analyser';
import { VideoPreviews } from './media/video/video-previews';
import { VideoService } from './media/video/video-service';
import { ModelHttp } from './models/model-http';
import { ModelService } from './models/model-service';
import { SqliteModelStore } from './models/model-store';
import { popOfModel, preferredFirst } from './pops/bind-pop';
import { isPopModelId, PopService } from './pops/pop-service';
import { PopStore } from './pops/pop-store';
import { PopTrials } from './pops/pop-trials';
import { createRouter } from './router';
import { type OpenSessions, openSessions } from './sessions/open-sessions';
import { SettingsService } from './settings/settings-service';
import { lockDataFolder } from './store/data-folder-lock';
import { openDatabase } from './store/open-database';

/** Everything below this score is not even stored; above it the page filters without a new run. */
const minStoredScore = 0.05;

/**
 * The composition root: the only place that says `new SomeService`.
 *
 * @throws {ReticleError} DATA_FOLDER_IN_USE, STORE_TOO_NEW or STORE_CORRUPT; nothing is left open then.
 */
export async function composeCore(host: Host): Promise<Core> {
  const { log } = host;
  mkdirSync(host.dataDir, { recursive: true });
  const lock = lockDataFolder(host.dataDir);
  const databaseFile = join(host.dataDir, 'reticle.db');
  let database: ReturnType<typeof openDatabase>;
  try {
    database = openDatabase(databaseFile);
  } catch (error) {
    lock.release();
    throw error;
  }
  const settings = new SettingsService(database);
  const clouditiaNet = systemNet(host.now);
  const connections = new ConnectionService(
    new ConnectionStore(database),
    { clouditia: probeClouditia(clouditiaNet) },
    host,
    (id) => paid.ledger.alive().some(({ connectionId }) => connectionId === id),
  );
  const paid: OpenSessions = openSessions(
    database,
    connections,
    { clouditia: (connection) => clouditiaProvider(connectClouditia(clouditiaNet, connection)) },
    () => ({ minutes: settings.get().idleMinutes, stops: settings.get().stopIdleSessions }),
    { now: host.now, newId: host.newId, wait: clouditiaNet.wait, log },
  );
  const inference = new InferenceClient(host.fork, () => settings.get(), log);
  const models = new ModelService(new SqliteModelStore(database), inference, host);
  const mediaStore = new MediaStore(database);
  const media = new MediaService(mediaStore, probeMedia, host, log);
  const videos = new VideoService(new FrameIndexStore(database), media);
  const renditionFolder = join(host.dataDir, 'cache', 'pictures');
  const previews = new VideoPreviews(renditionFolder, media, videos.changes);
  const frames = new FrameStore(database);
  const segments = new VideoSegments(videos, frames);
  const exports = new VideoExports({ folder: join(host.dataDir, 'exports'), databaseFile }, videos, segments, host);
  const localVideos = new VideoAnalyser(inference);
  const videoRuns = new VideoRuns(
    videos,
    frames,
    (runId) => {
      videos.changes.bump();
      runs.progressed(runId);
    },
    () => localVideos.provider,
  );
  const pops = new PopService(
    new PopStore(database),
    () => preferredFirst(models.list(), settings.get().modelId),
    host,
  );
  const popTrials = new PopTrials(pops, media, (path, pop, signal) =>
    inference.analysePop(path, pop, minStoredScore, signal),
  );
  const runStore = new RunStore(database);
  const results = new ResultStore(database);
  const runItems = new RunItems(database);
  const hashes = new ContentHashes(mediaStore);
  const reuses = () => settings.get().reuseResults;
  const modelOrPop = (id: string) => (isPopModelId(id) ? pops.prepared(id) : models.get(id));
  const painter = new PicturePainter(host.fork);
  const outputs = new RunOutputs({
    runs: runStore,
    items: runItems,
    files: (plan, item, result) =>
      outputFiles(plan, item, result, media.get(item.mediaId).kind, {
        frames,
        painter,
        databaseFile,
        host,
        minConfidence: () => settings.get().minConfidence,
      }),
    folderOf: (id) => media.get(id).folder,
    isInput: (path) => mediaStore.isListed(path),
  });
  const engines = new RunEngines({
    placeOf: (runId) => runStore.placeOf(runId),
    local: (modelId) => {
      const pop = isPopModelId(modelId) ? pops.prepared(modelId).bound : null;
      const picture: LocalPicture = (path, minScore, signal) =>
        pop
          ? inference.analysePop(path, pop, minScore, signal)
          : inference.analyse(path, models.get(modelId).path, minScore, signal);
      return localEngine(picture, pop ?? popOfModel(models.get(modelId)), localVideos);
    },
    remote: async (connectionId, modelId, signal) =>
      connectToEyePop(await connections.open(connectionId), pops.prepared(modelId).bound.pop, minStoredScore, signal),
    onLost: (runId, error) => log.warn({ runId, err: error }, 'the rest of a run takes place here'),
    after: (ms, act) => {
      const timer = setTimeout(act, ms).unref();
      return () => clearTimeout(timer);
    },
  });
  const items = new ItemAnalyser({
    media,
    hashes,
    runs: runStore,
    results,
    frames,
    reuses,
    write: (item, result, signal) => outputs.write(item, result, signal),
    run: ({ path, modelId, runId, mediaId }, signal) =>
      engines.use(runId, modelId, async (engine) => {
        if (media.get(mediaId).kind === 'video') {
          return videoRuns.analyse({ runId, mediaId, part: runStore.videoPartOf(runId) }, engine, signal);
        }
        const seen = await engine.picture(path, minStoredScore, signal);
        return { backend: { provider: seen.engine, reason: '' }, ...seen };
      }),
  });
  const runs: RunService = new RunService(
    { runs: runStore, results },
    (item, signal) => items.analyse(item, signal),
    {
      pathOf: (id) => media.get(id),
      analysableIds: () => mediaStore.analysableIds(),
      model: modelOrPop,
      itemsAtOnce: () => settings.get().itemsAtOnce || picturesAtOnce,
      onItemsChanged: () => media.changes.bump(),
      framesOf: (runId) => videoRuns.progressOf(runId),
    },
    host,
    log,
  );
  const batches = new Batches({
    runs,
    preflights: new Preflights({ media, hashes, results, items: runItems, reuses }),
    media,
    pops,
    analysableIds: () => mediaStore.analysableIds(),
    listedIds: () => mediaStore.listedIds(),
    model: modelOrPop,
    host,
  });

  runStore.interruptUnfinished();
  await models.start();
  await media.start();
  await exports.start();
  paid.watch.start();

  const renditions = new PictureRenditions(renditionFolder);
  const uploads = join(host.dataDir, 'uploads');
  const http = {
    mediaHttp: new MediaHttp(media, renditions, previews, uploads, host.newId),
    modelHttp: new ModelHttp(models, uploads, host.newId),
    media,
    runs: runStore,
    results,
    frames,
    segments,
    exports,
    log,
  };
  const leaving = new AbortController();

  return {
    router: createRouter(
      {
        ...{ media, models, pops, popTrials, runs, batches, runItems, settings, inference },
        ...{ videos, frames, segments, previews, exports, connections, paid },
      },
      host,
    ),
    handleHttp: (request) => answerHttp(request, http),
    openFiles: async (paths) => {
      const added = await media.addPaths(paths, leaving.signal);
      const { autoRun, modelId, popId, where } = settings.get();
      // What may cost money starts by a button that says so, never by itself.
      if (autoRun && where === 'local' && added.addedIds.length > 0) {
        runs.start(added.addedIds, popId === null ? modelId : pops.prepare(popId));
      }
    },
    announce: (address) => lock.announce(address),
    close: async () => {
      leaving.abort();
      await paid.close();
      await runs.close();
      await engines.close();
      painter.close();
      await exports.close();
      previews.close();
      await videos.close();
      await media.close();
      await inference.close();
      database.close();
      lock.release();
    },
  };
}
