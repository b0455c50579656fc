import { type ClouditiaEmulator, type ClouditiaOptions, startClouditiaEmulator } from './emulator';

// Answers are read as they are, unknown to any schema of ours.
// biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came
type Json = any;
export type Answered = { readonly status: number; readonly body: Json };

/** 2026-02-03T09:10:00Z. Time stands still unless a test advances it. */
export const START_MS = Date.UTC(2026, 1, 3, 9, 10);

export async function aClouditia(options: ClouditiaOptions = {}) {
  const emulator = await startClouditiaEmulator({ clock: () => new Date(START_MS), ...options });
  return Object.assign(emulator, asking(emulator));
}

function asking(emulator: ClouditiaEmulator) {
  const api = `${emulator.url}/api/computing`;
  const get = (path: string, key = emulator.apiKey) => ask(`${api}${path}`, key);
  const post = (path: string, body: object, key = emulator.apiKey) => ask(`${api}${path}`, key, body);
  return {
    get,
    post,
    control: (path: string, body?: object) => ask(`${emulator.controlUrl}${path}`, null, body),
    /** Creates a session and lets it start. */
    started: async (wish: object = {}, key = emulator.apiKey): Promise<string> => {
      const { body } = await post('/sessions/create/', wish, key);
      emulator.advance(5);
      return body.session.id;
    },
    statusOf: async (id: string): Promise<string> =>
      (await get(`/sessions/status/?session_id=${id}`)).body.session.status,
  };
}

export async function ask(url: string, key: string | null, body?: object, method?: string): Promise<Answered> {
  const response = await fetch(url, {
    method: method ?? (body ? 'POST' : 'GET'),
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}
