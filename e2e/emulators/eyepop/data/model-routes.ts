import { z } from 'zod';
import type { Exchange } from '../exchange';
import type { Params, Route } from '../router';
import { accountIn, answering, type DataContext, numberIn } from './data-context';
import type { Table } from './table';
import { type Model, type Training, trainingStages } from './training';

const Fields = z.looseObject({});
const NewModel = z.looseObject({ name: z.string() });
const Devices = z.array(z.looseObject({ device_name: z.string() }));

/** Models and their training. */
export function modelRoutes(context: DataContext, models: Table<Model>, training: Training): Route[] {
  const { datasets, events } = context;
  const ofUrl = ({ model = '' }: Params) => models.get(model);
  const tell = (change_type: string, { uuid, account_uuid, dataset_uuid }: Model) =>
    events.send({ change_type, account_uuid, dataset_uuid, mdl_uuid: uuid });

  const create = async (exchange: Exchange) => {
    const fields = await exchange.jsonBody(NewModel);
    const dataset_uuid = exchange.query.get('dataset_uuid');
    const account_uuid = dataset_uuid === null ? accountIn(exchange) : datasets.rows.get(dataset_uuid).account_uuid;
    const place = { account_uuid, dataset_uuid, dataset_version: numberIn(exchange, 'dataset_version') };
    const none = { classes: [], exports: [], type: 'epdet_b1_1', is_public: false, metrics: null };
    const model = models.add({ ...none, status: 'draft', ...fields, ...place });
    tell('model_added', model);
    return exchange.isYes('start_training') ? training.start(model) : model;
  };
  return [
    answering('GET /models', (exchange) => {
      const dataset = exchange.query.get('dataset_uuid');
      const isWanted = (model: Model) =>
        dataset === null ? model.account_uuid === accountIn(exchange) : model.dataset_uuid === dataset;
      return models.list(isWanted);
    }),
    answering('POST /models', create),
    answering('GET /models/:model', (_, params) => ofUrl(params)),
    answering('PATCH /models/:model', async (exchange, params) => {
      const model = models.change(params.model, await exchange.jsonBody(Fields));
      tell('model_modified', model);
      return model;
    }),
    answering('DELETE /models/:model', (_, params) => tell('model_removed', models.remove(params.model))),
    answering('GET /models/:model/progress', (_, params) => training.progress(ofUrl(params))),
    {
      // The SDKs are answered with the model; documents speak of a stream of progress, for which one asks by its type.
      route: 'POST /models/:model/train',
      handle: async (exchange, params) => {
        const model = training.start(ofUrl(params));
        if (exchange.request.headers.accept !== 'application/jsonl') return exchange.json(200, model);
        const lines = await exchange.lines(model.uuid);
        for (const _ of trainingStages) {
          await lines.write(training.progress(ofUrl(params)), exchange.gone);
          await training.nextStage(exchange.gone);
        }
        await lines.end(exchange.gone);
      },
    },
    answering('POST /models/:model/publish', (_, params) => {
      const model = models.change(params.model, { status: 'published' });
      tell('model_status_modified', model);
      return model;
    }),
    answering('POST /models/:model/events', async (exchange, params) => {
      training.report(ofUrl(params), await exchange.jsonBody(Fields));
      tell('model_progress', ofUrl(params));
    }),
    answering('POST /models/:model/exports/qc_ai_hub', async (exchange, params) => {
      const devices = await exchange.jsonBody(Devices);
      const fields = { format: 'ONNX', exported_by: 'qc_ai_hub', variant: {}, status: 'in_progress' };
      const added = devices.map((export_params) => ({ ...fields, export_params }));
      models.change(params.model, { exports: [...ofUrl(params).exports, ...added] });
    }),
  ];
}
