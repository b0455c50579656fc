import type { Route } from '../router';
import { abilityRoutes } from './ability-routes';
import { assetRoutes } from './asset-routes';
import { answering, type DataContext } from './data-context';
import { datasetRoutes } from './dataset-routes';
import { exportRoutes } from './export-routes';
import { modelRoutes } from './model-routes';
import type { Table } from './table';
import type { Model, Training } from './training';
import { vlmRoutes } from './vlm-routes';
import { workflowRoutes } from './workflow-routes';

/** The Data API, and how clients find it. Its URLs have no path: EyePop's Python SDK would lose it. */
export function dataRoutes(context: DataContext, models: Table<Model>, training: Training): Route[] {
  const configs = () => ({ dataset_api_url: context.url(), vlm_api_url: context.url() });
  return [
    answering('GET /v1/configs', configs),
    answering('GET /configs', configs),
    answering('GET /data/config', () => ({ base_url: context.url() })),
    answering('GET /security/check', () => undefined),
    // What EyePop's Python SDK reports of its own requests.
    {
      route: 'POST /events',
      handle: async (exchange) => {
        await exchange.body();
        await exchange.empty();
      },
    },
    ...datasetRoutes(context),
    ...assetRoutes(context),
    ...modelRoutes(context, models, training),
    ...exportRoutes(context, models),
    ...workflowRoutes(context),
    ...abilityRoutes(context),
    ...vlmRoutes(context),
  ];
}
