import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Exchange } from '../exchange';
import { found, HttpProblem, parsedJson } from '../http-problem';
import { readMultipart } from '../multipart';
import type { Route } from '../router';
import type { DataContext } from './data-context';

const InferRequest = z.looseObject({ url: z.string(), text_prompt: z.string().nullish() });
const EvaluateRequest = z.looseObject({ dataset_uuid: z.string(), source: z.string().nullish() });
const InferAnswer = z.looseObject({ predictions: z.array(z.unknown()) });

type Task = { pollsLeft: number; readonly answer: unknown };

/**
 * The VLM API: long polling, 202 until there is a result. No language model stands behind it; an answer is what a test
 * has put in, or one without predictions that says so.
 */
export function vlmRoutes({ datasets }: DataContext): Route[] {
  const tasks = new Map<string, Task>();
  const answers: z.infer<typeof InferAnswer>[] = [];
  let polls = 1;

  const begin = async (exchange: Exchange, answer: unknown) => {
    const id = randomUUID();
    tasks.set(id, { pollsLeft: polls, answer });
    await poll(exchange, id);
  };
  const poll = async (exchange: Exchange, id: string) => {
    const task = found(tasks.get(id), 'request');
    if (task.pollsLeft <= 0) return exchange.json(200, task.answer);
    task.pollsLeft -= 1;
    await exchange.json(202, { request_id: id });
  };
  const next = () => answers.shift() ?? noAnswer;
  const pollAgain: Route['handle'] = (exchange, { request = '' }) => poll(exchange, request);

  return [
    {
      route: 'POST /api/v1/infer',
      handle: async (exchange) => {
        await inferRequest(exchange);
        await begin(exchange, next());
      },
    },
    { route: 'GET /api/v1/infer/:request', handle: pollAgain },
    // Where EyePop's Node SDK asks.
    { route: 'POST /api/v1/requests/:request', handle: pollAgain },
    {
      // Documents speak of one answer in chunks.
      route: 'POST /infer',
      handle: async (exchange) => {
        await inferRequest(exchange);
        const lines = await exchange.lines(randomUUID());
        await lines.write(next(), exchange.gone);
        await lines.end(exchange.gone);
      },
    },
    {
      route: 'POST /api/v1/evaluations',
      handle: async (exchange) => {
        const { dataset_uuid, source } = await exchange.jsonBody(EvaluateRequest);
        const dataset = datasets.rows.get(dataset_uuid);
        const { version } = datasets.version(dataset, null);
        const assets = datasets.assetsOf(dataset, null);
        const counts = (kind: string) => {
          const these = assets.filter(({ mime_type }) => mime_type.startsWith(kind));
          const isTrue = ({ annotations }: (typeof these)[number]) =>
            annotations.some(({ type }) => type === 'ground_truth');
          return [these.length, these.filter(isTrue).length] as const;
        };
        const [num_images, num_ground_truth_images] = counts('image/');
        const [num_videos, num_ground_truth_videos] = counts('video/');
        const media = { num_images, num_ground_truth_images, num_videos, num_ground_truth_videos };
        await begin(exchange, {
          dataset_uuid,
          dataset_version: version,
          source: source ?? null,
          status: 'success',
          metrics: {},
          run_info: { ...media, ...noTokens },
        });
      },
    },
    { route: 'GET /api/v1/evaluations/:request', handle: pollAgain },
    {
      route: 'PUT /_emulator/vlm-answers',
      isOpen: true,
      handle: async (exchange) => {
        const asked = await exchange.jsonBody(
          z.strictObject({ answers: z.array(InferAnswer), polls: z.int().nonnegative().default(1) }),
        );
        answers.splice(0, answers.length, ...asked.answers);
        polls = asked.polls;
        await exchange.empty();
      },
    },
  ];
}

const noTokens = { total_tokens: 0, visual_tokens: 0, text_tokens: 0, output_tokens: 0 };
const noAnswer = {
  raw_output: 'no language model stands behind this emulator',
  predictions: [],
  run_info: { ...noTokens, fps: 1, image_size: 0, aspect_ratio: 1 },
};

/** The one part of the body, with or without a type. @throws {HttpProblem} 400 or 422 */
async function inferRequest(exchange: Exchange): Promise<z.infer<typeof InferRequest>> {
  const parts = readMultipart(await exchange.body(), exchange.contentType);
  const { data } = found(
    parts.find(({ name }) => name === 'infer_request'),
    'part called infer_request',
  );
  exchange.entry.body = data.toString();
  const request = InferRequest.safeParse(parsedJson(data.toString(), 'infer_request'));
  if (!request.success) throw new HttpProblem(422, 'REQ_002', 'infer_request has another shape', request.error.message);
  return request.data;
}
