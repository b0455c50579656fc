import { z } from 'zod';
import type { EyePopEmulator } from './emulator';

const Session = z.looseObject({
  session_uuid: z.string(),
  session_endpoint: z.string(),
  access_token: z.string().min(1),
  session_status: z.string(),
  pipelines: z.array(z.looseObject({ id: z.string(), pipeline_id: z.string() })),
});
export const Sessions = z.tuple([Session]);
export const Token = z.looseObject({ access_token: z.string(), expires_in: z.number() });
export const Line = z.looseObject({
  event: z.looseObject({ type: z.string(), source_id: z.string(), message: z.string().optional() }).optional(),
  objects: z.array(z.looseObject({ classLabel: z.string(), x: z.number(), y: z.number() })).optional(),
});

export type Caller = ReturnType<typeof callerOf>;

/** Sends requests as they stand, with a bearer, as EyePop's SDKs do it. */
export function callerOf(emulator: EyePopEmulator) {
  const call = (route: string, bearer: string, init: RequestInit = {}) => {
    const [method, path = ''] = route.split(' ');
    const url = path.startsWith('http') ? path : `${emulator.url}${path}`;
    const authorization = { authorization: `Bearer ${bearer}` };
    return fetch(url, { method, ...init, headers: { ...authorization, ...(init.headers as Record<string, string>) } });
  };
  return {
    call,
    /** With a JSON body. */
    send: (route: string, bearer: string, body: unknown) =>
      call(route, bearer, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
}

export async function readAs<T>(schema: z.ZodType<T>, response: Promise<Response> | Response): Promise<T> {
  return schema.parse(await (await response).json());
}

export async function linesOf(response: Promise<Response> | Response) {
  const text = await (await response).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)));
}
