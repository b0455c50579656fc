import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { readStatus, type SessionStatus } from './session-status';

/** A compute session as EyePop tells of it. */
export type EyePopSession = {
  readonly uuid: string;
  /** Empty where it has none. */
  readonly name: string;
  /** Of its worker, without a slash at its end. */
  readonly endpoint: string;
  /** Its own; null where the account's is to be used. */
  readonly token: { readonly value: string; readonly expiresAtMs: number } | null;
  readonly status: SessionStatus;
  readonly message: string;
  readonly isActive: boolean;
  /** Met again by its uuid alone, and never taken over. */
  readonly isPersistent: boolean;
  readonly pipelineIds: readonly string[];
  readonly pipelineVersion: string;
  readonly pipelineTtlSeconds: number | null;
  /** Why its pipeline could not be made. */
  readonly pipelineError: string | null;
  readonly userUuid: string;
  readonly createdAtMs: number | null;
  readonly uptimeSeconds: number | null;
  readonly computeResources: Readonly<Record<string, unknown>>;
};

const text = z.string().nullish();
const Pipeline = z.looseObject({ pipeline_id: text, id: text });
const Session = z.looseObject({
  session_uuid: z.string().min(1),
  session_endpoint: z.url(),
  access_token: text,
  access_token_expires_at: text,
  access_token_expires_in: z.number().nullish(),
  pipelines: z.array(Pipeline).nullish(),
  pipeline_uuid: text,
  pipeline_version: text,
  pipeline_ttl: z.number().nullish(),
  pipeline_error: z.unknown().optional(),
  session_status: text,
  session_message: text,
  session_name: text,
  session_active: z.boolean().nullish(),
  persistent: z.boolean().nullish(),
  user_uuid: text,
  created_at: text,
  uptime: z.number().nullish().describe('ns'),
  compute_resources: z.record(z.string(), z.unknown()).nullish(),
});
const Sessions = z.array(Session).or(Session.transform((session) => [session]));

/** Services answer with a list or with a single session. @throws {ReticleError} EYEPOP_BAD_ANSWER */
export function readSessions(value: unknown, now: Date): EyePopSession[] {
  const parsed = Sessions.safeParse(value);
  if (!parsed.success) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'a session has other fields' });
  return parsed.data.map((session) => sessionOf(session, now));
}

function sessionOf(session: z.infer<typeof Session>, now: Date): EyePopSession {
  const ids = [session.pipeline_uuid, ...(session.pipelines ?? []).map(({ pipeline_id, id }) => pipeline_id ?? id)];
  return {
    uuid: session.session_uuid,
    name: session.session_name ?? '',
    endpoint: session.session_endpoint.replace(/\/+$/, ''),
    token: session.access_token ? { value: session.access_token, expiresAtMs: tokenEndMs(session, now) } : null,
    status: session.pipeline_error ? 'pipeline_error' : readStatus(session.session_status),
    message: session.session_message ?? '',
    isActive: session.session_active ?? false,
    isPersistent: session.persistent ?? false,
    pipelineIds: [...new Set(ids.filter((id) => id != null && id !== ''))].map(String),
    pipelineVersion: session.pipeline_version ?? '',
    pipelineTtlSeconds: session.pipeline_ttl ?? null,
    pipelineError: session.pipeline_error ? wordsOf(session.pipeline_error) : null,
    userUuid: session.user_uuid ?? '',
    createdAtMs: timeOrNull(session.created_at),
    uptimeSeconds: session.uptime == null ? null : session.uptime / 1e9,
    computeResources: session.compute_resources ?? {},
  };
}

/** By how long it is good for, which holds even where this computer's clock is wrong. */
function tokenEndMs(session: z.infer<typeof Session>, now: Date): number {
  const { access_token_expires_in: seconds, access_token_expires_at: at } = session;
  if (seconds) return now.getTime() + seconds * 1000;
  return timeOrNull(at) ?? Number.POSITIVE_INFINITY;
}

function timeOrNull(iso: string | null | undefined): number | null {
  const ms = Date.parse(iso ?? '');
  return Number.isFinite(ms) ? ms : null;
}

const ErrorWords = z.looseObject({ code: text, message: text, details: text });

function wordsOf(error: unknown): string {
  const { code, message, details } = ErrorWords.safeParse(error).data ?? {};
  return [code, message, details].filter(Boolean).join(': ') || JSON.stringify(error);
}
