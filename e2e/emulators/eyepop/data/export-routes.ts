import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Exchange } from '../exchange';
import { found, HttpProblem } from '../http-problem';
import type { Route } from '../router';
import { accountIn, answering, type DataContext } from './data-context';
import { type Row, Table } from './table';
import type { Model } from './training';

type Variant = Readonly<Record<string, string>>;
type Artifact = {
  readonly id: string;
  readonly key: { readonly model: string; readonly by: string; readonly format: string; readonly variant: Variant };
  readonly name: string;
  readonly data: Buffer;
};
type Alias = Row & {
  readonly name: string;
  readonly account_uuid: string;
  readonly tags: readonly { name: string; model_uuid: string }[];
};

const Fields = z.looseObject({});
const NewAlias = z.looseObject({ name: z.string(), is_public: z.boolean().default(false) });
/** Uploading one of these says that the export is whole. */
const commits = ['model.json', 'ability.json'];

/** What comes out of models: artifacts by variant, and the names under which models are met. */
export function exportRoutes({ clock, url }: DataContext, models: Table<Model>): Route[] {
  const artifacts: Artifact[] = [];
  const aliases = new Table<Alias>('alias', clock);
  const byName = (name: string | undefined) => found(aliases.list((alias) => alias.name === name)[0], 'alias');
  const wanted = ({ query }: Exchange) =>
    artifacts.filter(({ key }) => {
      const formats = query.getAll('model_format');
      return query.getAll('model_uuid').includes(key.model) && (formats.length === 0 || formats.includes(key.format));
    });
  const urlOf = ({ id }: Artifact) => `${url()}/exports/files/${id}`;

  return [
    answering('PUT /models/:model/exports/:by/formats/:format/artifacts/:name', async (exchange, params) => {
      const { model = '', by = '', format = '', name = '' } = params;
      const data = await exchange.body();
      for (const variant of variantsIn(exchange)) {
        const key = { model, by, format, variant };
        const isSame = (one: Artifact) => isDeepStrictEqual(one.key, key);
        if (artifacts.some((one) => isSame(one) && commits.includes(one.name))) {
          throw new HttpProblem(409, 'DATA_004', 'this export is finished');
        }
        artifacts.push({ id: randomUUID(), key, name, data });
        const { exports } = models.get(model);
        const others = exports.filter((one) => one.format !== format || !isDeepStrictEqual(one.variant, variant));
        const status = commits.includes(name) ? 'finished' : 'in_progress';
        models.change(model, { exports: [...others, { format, exported_by: by, variant, status }] });
      }
    }),
    answering('GET /exports/model_urls', (exchange) =>
      withVariant(wanted(exchange), variantsIn(exchange)).map((artifact) => ({
        model_uuid: artifact.key.model,
        model_format: artifact.key.format,
        exported_url: urlOf(artifact),
      })),
    ),
    {
      route: 'GET /exports/model_artifacts',
      handle: (exchange) => {
        const [artifact] = withVariant(wanted(exchange), variantsIn(exchange));
        return exchange.bytes(200, 'application/octet-stream', found(artifact, 'artifact').data);
      },
    },
    {
      route: 'GET /exports/files/:artifact',
      isOpen: true,
      handle: (exchange, params) => {
        const artifact = artifacts.find(({ id }) => id === params.artifact);
        return exchange.bytes(200, 'application/octet-stream', found(artifact, 'artifact').data);
      },
    },
    answering('GET /exports/aliases', ({ query }) =>
      query.getAll('alias').map((alias) => {
        const [name = '', tag = 'latest'] = alias.split(':');
        const tags = aliases.list((one) => one.name === name).flatMap((one) => one.tags);
        return { alias, model_uuid: tags.find((one) => one.name === tag)?.model_uuid ?? null };
      }),
    ),
    answering('GET /exports/model_training_audits', ({ query }) =>
      query.getAll('model_uuid').map((uuid) => ({ model_uuid: uuid, model: models.get(uuid), work_storage_url: '' })),
    ),
    answering('GET /model_aliases', () => aliases.list()),
    answering('POST /model_aliases', async (exchange) => {
      const fields = await exchange.jsonBody(NewAlias);
      const alias = aliases.add({ ...fields, tags: [], account_uuid: accountIn(exchange) });
      return exchange.isYes('dry_run') ? aliases.remove(alias.uuid) : alias;
    }),
    answering('GET /model_aliases/:name', (_, { name }) => byName(name)),
    answering('PATCH /model_aliases/:name', async (exchange, { name }) =>
      aliases.change(byName(name).uuid, await exchange.jsonBody(Fields)),
    ),
    answering('DELETE /model_aliases/:name', (_, { name }) => void aliases.remove(byName(name).uuid)),
    answering('PATCH /model_aliases/:name/:tag', ({ query }, { name, tag = '' }) => {
      const { uuid, tags } = byName(name);
      const model_uuid = models.get(query.get('model_uuid') ?? '').uuid;
      aliases.change(uuid, { tags: [...tags.filter((one) => one.name !== tag), { name: tag, model_uuid }] });
    }),
    answering('DELETE /model_aliases/:name/:tag', (_, { name, tag }) => {
      const { uuid, tags } = byName(name);
      aliases.change(uuid, { tags: tags.filter((one) => one.name !== tag) });
    }),
  ];
}

/** Every combination of what `variant=key=value` asks for; one that is empty where nothing is asked. */
function variantsIn({ query }: Exchange): Variant[] {
  const values = new Map<string, string[]>();
  for (const text of query.getAll('variant')) {
    const at = text.indexOf('=');
    const key = text.slice(0, at);
    values.set(key, [...(values.get(key) ?? []), text.slice(at + 1)]);
  }
  let variants: Variant[] = [{}];
  for (const [key, list] of values)
    variants = variants.flatMap((one) => list.map((value) => ({ ...one, [key]: value })));
  if (variants.length > 256) throw new HttpProblem(422, 'DATA_005', 'more than 256 variants');
  return variants;
}

/** Those of the very variants asked for, or else of the default one. */
function withVariant(artifacts: readonly Artifact[], variants: readonly Variant[]): Artifact[] {
  const exact = artifacts.filter(({ key }) => variants.some((variant) => isDeepStrictEqual(key.variant, variant)));
  return exact.length > 0 ? exact : artifacts.filter(({ key }) => Object.keys(key.variant).length === 0);
}
