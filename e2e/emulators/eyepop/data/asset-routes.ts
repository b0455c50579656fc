import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Prediction } from '#common/prediction/prediction';
import { probeMedia } from '#core/media/probe-media';
import type { Exchange } from '../exchange';
import { found, HttpProblem } from '../http-problem';
import type { Params, Route } from '../router';
import { autoAnnotated } from './auto-annotate';
import { answering, type DataContext, numberIn } from './data-context';
import type { Annotation, Asset } from './datasets';

const Import = z.looseObject({
  url: z.string(),
  mime_type: z.string().nullish(),
  external_id: z.string().nullish(),
  partition: z.string().nullish(),
  ground_truth: Prediction.nullish(),
});
type NewAsset = Pick<Asset, 'mime_type' | 'partition' | 'annotations'> & { readonly external_id?: string | null };
const Named = z.looseObject({ name: z.string() });
/** One alone is what EyePop's Node SDK 1.18 sends; an empty body says that nothing is there. */
const Predictions = z
  .array(Prediction)
  .or(Prediction.transform((one) => [one]))
  .or(z.strictObject({}).transform(() => []));

/** Assets: pictures and videos in datasets, and what is said of them. */
export function assetRoutes(context: DataContext): Route[] {
  const { datasets, workspace } = context;
  const ofUrl = ({ asset = '' }: Params) => datasets.assets.get(asset);
  const versionIn = (exchange: Exchange) => numberIn(exchange, 'dataset_version');
  const shown = (exchange: Exchange, asset: Asset) =>
    exchange.isYes('include_annotations') ? asset : { ...asset, annotations: [] };

  const add = async (exchange: Exchange, file: string, fields: NewAsset) => {
    const dataset = datasets.rows.get(exchange.query.get('dataset_uuid') ?? '');
    datasets.changeable(dataset, versionIn(exchange));
    const facts = await mediaFacts(file, exchange.gone);
    const external_id = exchange.query.get('external_id') ?? fields.external_id ?? null;
    const { uuid: dataset_uuid, account_uuid } = dataset;
    const place = { external_id, account_uuid, dataset_uuid };
    const asset = datasets.addAsset(dataset, versionIn(exchange), { ...fields, ...facts, ...place, rois: [] });
    await rename(file, workspace.path(asset.uuid));
    datasets.tellOfAsset('asset_status_modified', asset);
    return asset;
  };
  const annotate = (asset: Asset, isReplaced: (old: Annotation) => boolean, ...added: Annotation[]) => {
    datasets.annotate(asset, [...asset.annotations.filter((old) => !isReplaced(old)), ...added]);
  };
  const isTruth = ({ type }: Annotation) => type === 'ground_truth';
  const named = ({ query }: Exchange) => ({
    auto_annotate: query.get('auto_annotate'),
    source: query.get('source'),
    user_review: query.get('user_review') ?? 'unknown',
  });
  const review = (exchange: Exchange, asset: Asset, isMeant: (one: Annotation) => boolean, user_review: string) => {
    const approved_threshold = numberIn(exchange, 'approved_threshold');
    const reviewed = (one: Annotation) => (isMeant(one) ? { ...one, user_review, approved_threshold } : one);
    datasets.annotate(asset, asset.annotations.map(reviewed));
  };

  return [
    answering('POST /assets', (exchange) =>
      workspace.withFolder(async (folder) => {
        const file = join(folder, 'asset');
        await pipeline(exchange.request, createWriteStream(file), { signal: exchange.gone });
        exchange.entry.bodyBytes = (await stat(file)).size;
        return add(exchange, file, { mime_type: exchange.contentType, partition: null, annotations: [] });
      }),
    ),
    answering('POST /assets/imports', (exchange) =>
      workspace.withFolder(async (folder) => {
        const { url, ground_truth, ...fields } = await exchange.jsonBody(Import);
        const answer = await fetch(url, { signal: exchange.gone });
        if (!answer.ok || !answer.body) throw new HttpProblem(422, 'DATA_003', `cannot load ${url}`);
        const file = join(folder, 'asset');
        await pipeline(Readable.from(answer.body), createWriteStream(file), { signal: exchange.gone });
        const mime_type = fields.mime_type ?? answer.headers.get('content-type') ?? 'application/octet-stream';
        const annotations = ground_truth ? [truth([ground_truth])] : [];
        return add(exchange, file, { ...fields, partition: fields.partition ?? null, mime_type, annotations });
      }),
    ),
    answering('GET /assets', (exchange) => {
      const dataset = datasets.rows.get(exchange.query.get('dataset_uuid') ?? '');
      const partitions = exchange.query.getAll('include_partition');
      const most = numberIn(exchange, 'top_k') ?? Number.POSITIVE_INFINITY;
      const isAnnotatedOnly = exchange.query.get('inclusion_mode') === 'annotated_only';
      return datasets
        .assetsOf(dataset, versionIn(exchange))
        .filter(({ partition }) => partitions.length === 0 || partitions.includes(partition ?? ''))
        .filter(({ annotations }) => !isAnnotatedOnly || annotations.length > 0)
        .slice(0, most)
        .map((asset) => shown(exchange, asset));
    }),
    answering('GET /assets/:asset', (exchange, params) => shown(exchange, ofUrl(params))),
    answering('DELETE /assets/:asset', (exchange, params) => {
      datasets.removeAsset(ofUrl(params), versionIn(exchange));
    }),
    answering('POST /assets/:asset/resurrect', (_, params) => datasets.resurrectAsset(ofUrl(params))),
    answering('PATCH /assets/:asset/ground_truth', async (exchange, params) => {
      annotate(ofUrl(params), isTruth, truth(await exchange.jsonBody(Predictions)));
    }),
    answering('DELETE /assets/:asset/ground_truth', (_, params) => annotate(ofUrl(params), isTruth)),
    answering('PATCH /assets/:asset/auto_annotations/:name/user_review/:review', (exchange, params) => {
      const isMeant = ({ auto_annotate }: Annotation) => auto_annotate === params.name;
      review(exchange, ofUrl(params), isMeant, params.review ?? '');
    }),
    answering('POST /assets/:asset/annotations', async (exchange, params) => {
      const approved_threshold = numberIn(exchange, 'approved_threshold');
      const predictions = await exchange.jsonBody(Predictions);
      annotate(ofUrl(params), () => false, { type: 'auto', ...named(exchange), approved_threshold, predictions });
    }),
    answering('PATCH /assets/:asset/annotations', (exchange, params) => {
      const { auto_annotate, source, user_review } = named(exchange);
      const isMeant = (one: Annotation) => one.auto_annotate === auto_annotate && one.source === source;
      review(exchange, ofUrl(params), isMeant, user_review);
    }),
    answering('POST /assets/:asset/rois', async (exchange, params) => {
      const roi = await exchange.jsonBody(Named);
      const rois = ofUrl(params).rois.filter(({ name }) => name !== roi.name);
      datasets.assets.change(params.asset, { rois: [...rois, roi] });
    }),
    answering('DELETE /assets/:asset/rois/:roi', (_, params) => {
      const { rois } = ofUrl(params);
      found(
        rois.find(({ name }) => name === params.roi),
        'region',
      );
      datasets.assets.change(params.asset, { rois: rois.filter(({ name }) => name !== params.roi) });
    }),
    answering('POST /assets/:asset/preview_auto_annotate', (exchange, params) =>
      autoAnnotated(context, ofUrl(params), exchange.query.get('auto_annotate') ?? '', exchange.gone),
    ),
    {
      route: 'GET /assets/:asset/download',
      handle: async (exchange, params) => {
        const { uuid, mime_type } = ofUrl(params);
        const url_type = exchange.query.get('url_type');
        if (url_type) return exchange.json(200, { url: `${context.url()}/files/${uuid}`, url_type });
        await exchange.bytes(200, mime_type, await readFile(workspace.path(uuid)));
      },
    },
    {
      // What a signed URL stands for: whoever has it may read.
      route: 'GET /files/:asset',
      isOpen: true,
      handle: async (exchange, params) => {
        const { uuid, mime_type } = ofUrl(params);
        exchange.response.writeHead(200, { 'content-type': mime_type });
        await pipeline(createReadStream(workspace.path(uuid)), exchange.response);
      },
    },
  ];
}

const truth = (predictions: readonly Prediction[]): Annotation => ({
  type: 'ground_truth',
  user_review: 'approved',
  approved_threshold: null,
  auto_annotate: null,
  source: null,
  predictions,
});

/** What the API says of the bytes themselves; what cannot be read is rejected, with the reason. */
async function mediaFacts(file: string, signal: AbortSignal) {
  const { size } = await stat(file);
  const bytes = { file_size_bytes: size, is_transformed: false };
  try {
    const { widthPx, heightPx, video } = await probeMedia(file, signal);
    return {
      ...bytes,
      status: 'accepted',
      original_image_width: widthPx,
      original_image_height: heightPx,
      original_duration: video ? video.durationNs / 1e9 : null,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { ...bytes, status: 'rejected', status_message: String(error) };
  }
}
