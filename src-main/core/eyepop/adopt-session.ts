import { ReticleError } from '#common/errors';
import type { ComputeSessions } from './compute-sessions';
import type { EyePopConnection } from './eyepop-connection';
import { refuseEnded } from './session-health';
import type { EyePopSession } from './session-reader';
import { phaseOf } from './session-status';

/** A session, and whether it was made for us. */
export type FoundSession = { readonly session: EyePopSession; readonly isNew: boolean };

/**
 * The session that a connection names, or one that goes by its name, or a new one.
 *
 * A session without a name of ours is never taken over, and the pipelines of one that is are left alone: they may be at
 * work for somebody else.
 *
 * @param pop - for a new session
 * @throws {ReticleError} EYEPOP_SESSION_GONE or EYEPOP_SESSION_DEAD of a session that the connection names, EYEPOP_*
 */
export async function findOrCreateSession(
  sessions: ComputeSessions,
  connection: Pick<EyePopConnection, 'sessionUuid' | 'sessionName' | 'pipelineImage' | 'pipelineVersion'>,
  pop: object | null,
  signal: AbortSignal,
): Promise<FoundSession> {
  const { sessionUuid, sessionName: name, pipelineImage, pipelineVersion } = connection;
  if (sessionUuid !== null) {
    const session = await sessions.get(sessionUuid, signal);
    refuseEnded(session);
    return { session, isNew: false };
  }
  const adopted = name === null ? null : (await sessions.list(signal)).find((session) => isAdoptable(session, name));
  if (adopted) return { session: adopted, isNew: false };
  const session = await sessions.create({ name, pipelineImage, pipelineVersion, pop }, signal);
  refuseEnded(session);
  return { session, isNew: true };
}

/** Transient, alive, and of the name that was asked for. */
export const isAdoptable = (session: EyePopSession, name: string): boolean =>
  !session.isPersistent && session.name === name && phaseOf(session.status) !== 'ended';

/** Whether a session is over, however that was found out. */
export const isOver = (error: unknown): boolean =>
  error instanceof ReticleError && (error.code === 'EYEPOP_SESSION_GONE' || error.code === 'EYEPOP_SESSION_DEAD');
