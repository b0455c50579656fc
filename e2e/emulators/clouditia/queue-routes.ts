import { success } from './answers';
import type { QueueJob } from './queue';
import { type Request, type Routes, textOf } from './router';
import { attemptForm, queueJobForm } from './wire-forms';
import type { World } from './world';

/** Wishes that wait. */
export function queueRoutes({ queue, users }: World): Routes {
  const form = (job: QueueJob) => queueJobForm(job, queue.position(job));
  const find = (request: Request, id: string) => queue.find(users.ofKey(request.key), id);
  return {
    'GET /queue/': (request) => {
      const status = request.query.get('status');
      const jobs = queue.of(users.ofKey(request.key)).filter((job) => !status || job.status === status);
      return success({ queue_jobs: jobs.map(form) });
    },
    'GET /queue/job/': (request) => {
      const job = find(request, request.query.get('queue_id') ?? '');
      return success({ queue_job: form(job), attempts: job.attempts.map(attemptForm) });
    },
    'POST /queue/cancel/': (request) => {
      queue.end(find(request, textOf(request.body, 'queue_id')), 'cancelled');
      return success();
    },
  };
}
