import { z } from 'zod';
import type { Exchange } from '../exchange';
import type { Params, Route } from '../router';
import { autoAnnotated } from './auto-annotate';
import { accountIn, answering, type DataContext, numberIn } from './data-context';
import { type Row, Table } from './table';

const Fields = z.looseObject({});
const list = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? []);
const NewDataset = z.looseObject({ name: z.string(), tags: list, auto_annotates: list });
const NewAutoAnnotate = z.looseObject({
  auto_annotate: z.string().nullish(),
  source: z.string().nullish(),
  status: z.string().default('requested'),
});
type AutoAnnotate = Row & z.infer<typeof NewAutoAnnotate> & { dataset_uuid: string; dataset_version: number };

/** Datasets and their versions. */
export function datasetRoutes(context: DataContext): Route[] {
  const { datasets, clock } = context;
  const runs = new Table<AutoAnnotate>('automatic annotation', clock);
  const ofUrl = ({ dataset = '' }: Params) => datasets.rows.get(dataset);
  const versionIn = (exchange: Exchange) => numberIn(exchange, 'dataset_version');
  const shown = (params: Params) => datasets.toJson(ofUrl(params));

  const runsOf = ({ query }: Exchange, { dataset }: Params) =>
    runs.list((run) => {
      const isSame = (name: string) => query.get(name) === null || query.get(name) === String(run[name]);
      return run.dataset_uuid === dataset && ['dataset_version', 'auto_annotate', 'source'].every(isSame);
    });

  return [
    answering('GET /datasets', (exchange) =>
      datasets.rows.list(({ account_uuid }) => account_uuid === accountIn(exchange)).map((row) => datasets.toJson(row)),
    ),
    answering('POST /datasets', async (exchange) =>
      datasets.toJson(datasets.create(accountIn(exchange), await exchange.jsonBody(NewDataset))),
    ),
    answering('GET /datasets/:dataset', (_, params) => shown(params)),
    answering('PATCH /datasets/:dataset', async (exchange, params) => {
      datasets.change(ofUrl(params).uuid, await exchange.jsonBody(Fields));
      return shown(params);
    }),
    answering('DELETE /datasets/:dataset', (_, params) => {
      datasets.tell('dataset_removed', datasets.rows.remove(ofUrl(params).uuid));
    }),
    answering('PATCH /datasets/:dataset/hero_asset', async (exchange, params) => {
      const { uuid } = await exchange.jsonBody(z.looseObject({ uuid: z.string() }));
      datasets.version(ofUrl(params), null).hero_asset_uuid = datasets.assets.get(uuid).uuid;
      datasets.tell('dataset_version_modified', ofUrl(params));
      return shown(params);
    }),
    answering('POST /datasets/:dataset/analyze', (exchange, params) => {
      const version = datasets.version(ofUrl(params), versionIn(exchange));
      version.last_analysed_at = clock.now().toISOString();
      datasets.tell('dataset_version_modified', ofUrl(params), version.version);
    }),
    answering('POST /datasets/:dataset/freeze', (exchange, params) =>
      datasets.toJson(datasets.freeze(ofUrl(params), versionIn(exchange))),
    ),
    answering('DELETE /datasets/:dataset/versions', (exchange, params) => {
      const dataset = ofUrl(params);
      const version = datasets.version(dataset, versionIn(exchange));
      dataset.versions.splice(dataset.versions.indexOf(version), 1);
      datasets.tell('dataset_version_modified', dataset, version.version);
      return shown(params);
    }),
    answering('DELETE /datasets/:dataset/annotations', (exchange, params) => {
      const reviews = exchange.query.getAll('user_review');
      const isGone = (review: string) => (reviews.length > 0 ? reviews : ['unknown']).includes(review);
      for (const asset of datasets.assetsOf(ofUrl(params), versionIn(exchange))) {
        const kept = asset.annotations.filter(({ user_review }) => !isGone(user_review));
        if (kept.length < asset.annotations.length) datasets.annotate(asset, kept);
      }
    }),
    answering('POST /datasets/:dataset/auto_annotate', async (exchange, params) => {
      const dataset = ofUrl(params);
      const most = numberIn(exchange, 'max_assets') ?? Number.POSITIVE_INFINITY;
      for (const asset of datasets.assetsOf(dataset, versionIn(exchange)).slice(0, most)) {
        const added = [];
        for (const name of dataset.auto_annotates) added.push(await autoAnnotated(context, asset, name, exchange.gone));
        datasets.annotate(asset, [...asset.annotations.filter(({ type }) => type !== 'auto'), ...added]);
      }
    }),
    answering('GET /datasets/:dataset/auto_annotates', runsOf),
    answering('POST /datasets/:dataset/auto_annotates', async (exchange, params) => {
      const dataset = ofUrl(params);
      const { version } = datasets.version(dataset, versionIn(exchange));
      const fields = await exchange.jsonBody(NewAutoAnnotate);
      runs.add({ ...fields, dataset_uuid: dataset.uuid, dataset_version: version });
    }),
    answering('PATCH /datasets/:dataset/auto_annotates', async (exchange, params) => {
      const fields = await exchange.jsonBody(Fields);
      for (const { uuid } of runsOf(exchange, params)) runs.change(uuid, fields);
    }),
  ];
}
