import { z } from 'zod';
import type { Route } from '../router';
import { accountIn, answering, type DataContext } from './data-context';
import { type Row, Table } from './table';

const NewWorkflow = z.looseObject({
  parameters: z.looseObject({ dataset_uuid: z.string().nullish(), model_uuid: z.string().nullish() }).nullish(),
});
const Phase = z.looseObject({ phase: z.string() });
type Workflow = Row & {
  readonly template_name: string | null;
  readonly labels: Readonly<Record<string, string | null>>;
};

/** Workflows. They do nothing: a test moves one on by its phase. */
export function workflowRoutes({ clock, events }: DataContext): Route[] {
  const workflows = new Table<Workflow>('workflow', clock);
  const shown = ({ uuid, created_at, labels }: Workflow) => ({ metadata: { workflow_id: uuid, created_at, labels } });
  const tell = (change_type: string, { uuid, labels }: Workflow) =>
    events.send({
      change_type,
      workflow_id: uuid,
      account_uuid: labels.account_uuid ?? '',
      dataset_uuid: labels.dataset_uuid ?? null,
    });
  return [
    answering('POST /workflows', async (exchange) => {
      const { parameters } = await exchange.jsonBody(NewWorkflow);
      const { dataset_uuid = null, model_uuid = null } = parameters ?? {};
      const labels = { account_uuid: accountIn(exchange), dataset_uuid, model_uuid, phase: 'Running' };
      const workflow = workflows.add({ labels, template_name: exchange.query.get('template_name') });
      tell('workflow_started', workflow);
      return { workflow_id: workflow.uuid };
    }),
    answering('GET /workflows', ({ query }) => {
      const isWanted = ({ labels }: Workflow) =>
        ['account_uuid', 'dataset_uuid', 'model_uuid', 'phase'].every((name) => {
          const values = query.getAll(name);
          return values.length === 0 || values.includes(labels[name] ?? '');
        });
      return workflows.list(isWanted).map(shown);
    }),
    answering('GET /workflows/:workflow', (_, params) => shown(workflows.get(params.workflow))),
    answering('PUT /_emulator/workflows/:workflow', async (exchange, params) => {
      const { phase } = await exchange.jsonBody(Phase);
      const { labels } = workflows.get(params.workflow);
      const workflow = workflows.change(params.workflow, { labels: { ...labels, phase } });
      if (phase === 'Succeeded' || phase === 'Failed') tell(`workflow_${phase.toLowerCase()}`, workflow);
      return shown(workflow);
    }),
  ];
}
