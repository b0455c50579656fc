import { z } from 'zod';
import { HttpProblem } from '../http-problem';
import type { Params, Route } from '../router';
import { accountIn, answering, type DataContext } from './data-context';
import { type Row, Table } from './table';

const Fields = z.looseObject({});
const Named = z.looseObject({ name: z.string() });
const NewAbility = Named.extend({
  description: z.string().default(''),
  is_public: z.boolean().default(false),
  video_chunk_overlap: z.number().lt(0.5).nullish(),
});
type Ability = Row & {
  readonly name: string;
  readonly account_uuid: string;
  readonly vlm_ability_group_uuid: string | null;
  readonly status: string;
  readonly alias_entries: readonly { readonly alias: string; readonly tag: string }[];
};

const NewEvaluation = z.looseObject({ source: z.string().nullish() });
type Evaluation = Row & z.infer<typeof NewEvaluation> & { readonly source_ability_uuid: string };

/** VLM abilities, as the Data API keeps them: groups, drafts, published ones, and their names. */
export function abilityRoutes({ clock }: DataContext): Route[] {
  const groups = new Table<Row & { readonly account_uuid: string }>('group', clock);
  const abilities = new Table<Ability>('ability', clock);
  const evaluations = new Table<Evaluation>('evaluation', clock);
  const changeable = ({ ability = '' }: Params) => {
    const { uuid, status } = abilities.get(ability);
    if (status === 'published') throw new HttpProblem(409, 'DATA_006', 'a published ability cannot be changed');
    return uuid;
  };
  const withAlias = (uuid: string | undefined, alias: string, tag: string) => {
    const others = abilities.get(uuid).alias_entries.filter((one) => one.alias !== alias || one.tag !== tag);
    return abilities.change(uuid, { alias_entries: [...others, { alias, tag }] });
  };
  const withoutAlias = (uuid: string | undefined, alias: string, tag: string | undefined) => {
    const { alias_entries } = abilities.get(uuid);
    const isGone = (one: { alias: string; tag: string }) => one.alias === alias && (!tag || one.tag === tag);
    return abilities.change(uuid, { alias_entries: alias_entries.filter((one) => !isGone(one)) });
  };
  return [
    answering('GET /vlm_ability_groups', (exchange) =>
      groups.list(({ account_uuid }) => account_uuid === accountIn(exchange)),
    ),
    answering('POST /vlm_ability_groups', async (exchange) =>
      groups.add({ ...(await exchange.jsonBody(Named)), account_uuid: accountIn(exchange) }),
    ),
    answering('GET /vlm_ability_groups/:group', (_, { group }) => groups.get(group)),
    answering('PATCH /vlm_ability_groups/:group', async (exchange, { group }) =>
      groups.change(group, await exchange.jsonBody(Fields)),
    ),
    answering('DELETE /vlm_ability_groups/:group', (_, { group }) => void groups.remove(group)),
    answering('GET /vlm_abilities', (exchange) => {
      const group = exchange.query.get('vlm_ability_group_uuid');
      return abilities.list(({ vlm_ability_group_uuid, account_uuid }) =>
        group === null ? account_uuid === accountIn(exchange) : vlm_ability_group_uuid === group,
      );
    }),
    answering('POST /vlm_abilities', async (exchange) => {
      const fields = await exchange.jsonBody(NewAbility);
      const vlm_ability_group_uuid = exchange.query.get('vlm_ability_group_uuid');
      const place = { account_uuid: accountIn(exchange), vlm_ability_group_uuid };
      return abilities.add({
        ...fields,
        ...place,
        status: 'draft',
        alias_entries: [],
      });
    }),
    answering('GET /vlm_abilities/:ability', (_, { ability }) => abilities.get(ability)),
    answering('PATCH /vlm_abilities/:ability', async (exchange, params) =>
      abilities.change(changeable(params), await exchange.jsonBody(Fields)),
    ),
    answering('DELETE /vlm_abilities/:ability', (_, { ability }) => void abilities.remove(ability)),
    answering('POST /vlm_abilities/:ability/refine', async (exchange, params) =>
      abilities.change(changeable(params), { auto_prompt: await exchange.jsonBody(Fields) }),
    ),
    answering('POST /vlm_abilities/:ability/refine_task', async (exchange, params) =>
      abilities.change(changeable(params), { auto_task: await exchange.jsonBody(Fields) }),
    ),
    answering('POST /vlm_abilities/:ability/clone', (exchange, { ability }) => {
      const { uuid: _, ...fields } = abilities.get(ability);
      const name = exchange.query.get('name') ?? fields.name;
      return abilities.add({ ...fields, name, status: 'draft', alias_entries: [] });
    }),
    answering('POST /vlm_abilities/:ability/publish', ({ query }, { ability }) => {
      const published = abilities.change(ability, { status: 'published' });
      const alias = query.get('alias_name');
      return alias === null ? published : withAlias(ability, alias, query.get('tag_name') ?? 'latest');
    }),
    answering('POST /vlm_abilities/:ability/alias/:alias/tag', (_, { ability, alias = '' }) =>
      withAlias(ability, alias, 'latest'),
    ),
    answering('POST /vlm_abilities/:ability/alias/:alias/tag/:tag', (_, { ability, alias = '', tag = '' }) =>
      withAlias(ability, alias, tag),
    ),
    answering('DELETE /vlm_abilities/:ability/alias/:alias/tag', (_, { ability, alias = '' }) =>
      withoutAlias(ability, alias, undefined),
    ),
    answering('DELETE /vlm_abilities/:ability/alias/:alias/tag/:tag', (_, { ability, alias = '', tag }) =>
      withoutAlias(ability, alias, tag),
    ),
    answering('GET /vlm_abilities/:ability/evaluations', (_, { ability }) =>
      evaluations.list(({ source_ability_uuid }) => source_ability_uuid === ability),
    ),
    answering('GET /vlm_abilities/:ability/evaluations/:source', (_, { ability, source }) =>
      evaluations.list((one) => one.source_ability_uuid === ability && one.source === source),
    ),
    answering('POST /vlm_abilities/:ability/evaluations', async (exchange, { ability }) =>
      evaluations.add({
        ...(await exchange.jsonBody(NewEvaluation)),
        source_ability_uuid: abilities.get(ability).uuid,
        status: 'requested',
      }),
    ),
  ];
}
