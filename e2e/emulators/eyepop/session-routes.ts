import { z } from 'zod';
import { ReticleError } from '#common/errors';
import type { Context } from './context';
import type { Exchange } from './exchange';
import { found, HttpProblem } from './http-problem';
import type { Params, Route } from './router';
import type { SessionOptions } from './sessions';

const Key = z.looseObject({ secret_key: z.string().nullish(), api_key: z.string().nullish() });
const NewSession = z.looseObject({
  session_name: z.string().nullish(),
  display_name: z.string().nullish(),
  pipeline_version: z.string().nullish(),
  pop: z.unknown().optional(),
});
/** EyePop's own pipelines of compute sessions live for as long as their session. */
const keptWithSession = null;

/** Tokens, compute sessions and deployments. The routes that only documents speak of are here, too. */
export function sessionRoutes(context: Context): Route[] {
  const { sessions, tokens, options } = context;
  const ofUrl = ({ session = '' }: Params) => found(sessions.get(session), 'session');

  const authenticate = async (exchange: Exchange) => {
    const { secret_key, api_key } = await exchange.jsonBody(Key);
    const key = secret_key ?? api_key ?? bearerOf(exchange);
    if (key !== options.apiKey) throw new HttpProblem(401, 'AUTH_001', 'the key is not known');
    await exchange.json(200, tokens.issue('account'));
  };
  const create = async (exchange: Exchange) => {
    const body = await exchange.jsonBody(NewSession);
    const session = sessions.createOrRenew({ ...fromBody(context, body), isPersistent: false });
    if (exchange.isYes('wait')) await context.clock.wait(sessions.msToReady(session), exchange.gone);
    await exchange.json(200, [sessions.toJson(session, sessions.ownStatus(session))]);
  };
  const list = (exchange: Exchange) =>
    exchange.json(
      200,
      sessions.living.map((session) => sessions.toJson(session, sessions.status(session))),
    );
  const show = (exchange: Exchange, params: Params) => {
    const session = ofUrl(params);
    return exchange.json(200, sessions.toJson(session, sessions.status(session)));
  };
  const deploy = async (exchange: Exchange) => {
    const body = await exchange.jsonBody(NewSession);
    const session = sessions.create({ ...fromBody(context, body), isPersistent: true });
    await exchange.json(200, {
      ...sessions.toJson(session, deploymentStatus(sessions.status(session))),
      status_url: `${context.url()}/v1/deployments/${session.uuid}`,
    });
  };
  return [
    { route: 'POST /authentication/token', isOpen: true, handle: authenticate },
    { route: 'POST /v1/auth/authenticate', isOpen: true, handle: authenticate },
    { route: 'GET /v1/sessions', handle: list },
    { route: 'GET /v1/auth/sessions', handle: list },
    { route: 'POST /v1/sessions', handle: create },
    { route: 'POST /v1/auth/sessions', handle: create },
    { route: 'GET /v1/sessions/:session', handle: show },
    { route: 'GET /session/:session/health', handle: show },
    {
      route: 'DELETE /v1/sessions/:session',
      handle: async (exchange, params) => {
        sessions.stop(ofUrl(params));
        await exchange.empty();
      },
    },
    {
      route: 'POST /v1/sessions/:session/token',
      handle: (exchange, params) => exchange.json(200, tokens.issue(ofUrl(params).uuid)),
    },
    { route: 'POST /v1/deployments', handle: deploy },
    {
      route: 'GET /v1/deployments/:session',
      handle: async (exchange, params) => {
        const session = ofUrl(params);
        await exchange.json(200, sessions.toJson(session, deploymentStatus(sessions.status(session))));
      },
    },
  ];
}

export const bearerOf = ({ request }: Exchange) => request.headers.authorization?.replace(/^Bearer /, '') ?? '';

/** A deployment that is up says so in a word of its own. */
const deploymentStatus = (status: string) => (status === 'running' ? 'pipeline_ok' : status);

function fromBody({ engine, pipelines }: Context, body: z.infer<typeof NewSession>) {
  const common = { name: body.session_name ?? body.display_name ?? null, pipelineVersion: body.pipeline_version ?? '' };
  if (body.pop == null) return { ...common, pipelineId: null, error: null };
  try {
    const pop = engine.read(body.pop);
    engine.bind(pop);
    return { ...common, pipelineId: pipelines.create(pop, keptWithSession).id, error: null };
  } catch (error) {
    return { ...common, pipelineId: null, error: pipelineError(error) };
  }
}

function pipelineError(error: unknown): SessionOptions['error'] {
  if (!(error instanceof ReticleError)) throw error;
  return { code: 'PIPELINE_001', message: 'the pipeline could not be made', details: error.userMessage };
}
