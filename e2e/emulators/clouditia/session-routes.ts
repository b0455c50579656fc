import { type Answer, Refusal, refuse, success } from './answers';
import { readCreateRequest } from './create-request';
import type { LiveKeys } from './live-keys';
import { type Request, type Routes, textOf } from './router';
import { refusePlacement, slugs } from './scheduler';
import type { Session } from './sessions';
import type { User } from './users';
import { sessionForm } from './wire-forms';
import type { World } from './world';

/** Finds a session as this request sees it. @throws {Refusal} 404 */
export function sessionOf(world: World, user: User, id: string, { faults }: Request): Session {
  const session = world.sessions.find(user, id);
  if (!session || faults.hides(session.id)) throw new Refusal(404, 'Session not found');
  return session;
}

/** Sessions: made, listed, renamed, stopped, opened with a key. */
export function sessionRoutes(world: World, keys: LiveKeys, editorUrl: string): Routes {
  const userOf = (request: Request) => world.users.ofKey(request.key);
  const find = (request: Request, id: string) => sessionOf(world, userOf(request), id, request);
  return {
    'POST /sessions/create/': (request) => create(world, userOf(request), request, editorUrl),
    'GET /sessions/status/': (request) => {
      const session = find(request, request.query.get('session_id') ?? '');
      return success({ session: sessionForm(session, editorUrl) });
    },
    'GET /sessions/': (request) => {
      const status = request.query.get('status');
      const seen = world.sessions.of(userOf(request)).filter((session) => !request.faults.hides(session.id));
      const listed = seen.filter((session) => !status || session.status === status);
      return success({ sessions: listed.map((session) => sessionForm(session, editorUrl)), count: listed.length });
    },
    'POST /sessions/stop/': (request) => {
      const session = find(request, textOf(request.body, 'session_id'));
      if (!request.faults.has('stop-ignored')) world.sessions.askToStop(session);
      return success({ message: 'Arrêt demandé' });
    },
    'POST /sessions/rename/': (request) => {
      const session = find(request, textOf(request.body, 'session_id'));
      const name = textOf(request.body, 'name').trim();
      if (name.length < 1 || name.length > 100) throw refuse('Le nom doit avoir de 1 à 100 caractères');
      session.name = name;
      return success({ name });
    },
    'POST /sessions/generate-key/': (request) => {
      const session = find(request, textOf(request.body, 'session_id'));
      if (session.status !== 'running') throw refuse('Session inactive');
      const name = typeof request.body.name === 'string' ? request.body.name : 'SDK Key';
      return success({ api_key: keys.make(session), name });
    },
  };
}

function create(world: World, user: User, { body }: Request, editorUrl: string): Answer {
  const wish = readCreateRequest(body);
  const placement = world.scheduler.place(user, wish);
  if (placement.session) return success({ session: sessionForm(placement.session, editorUrl) });
  if (!wish.queueIfUnavailable) throw refusePlacement(placement, placement.error);
  const job = world.queue.add(user, wish);
  return success({
    queued: true,
    queue_id: job.id,
    position: world.queue.position(job),
    message: 'Demande mise en attente',
    unavailable_gpus: slugs(placement.taken),
    available_gpus: slugs(placement.free),
  });
}
