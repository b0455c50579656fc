import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { aClouditia } from './emulator.builder';

// Clouditia's own packages, for whoever has them. Tried: clouditia-manager 1.6.0, 1.7.0, 1.8.0 and 1.23.1, clouditia 1.4.0 and 2.1.0.
const isInstalled = spawnSync('python3', ['-c', 'import clouditia_manager, clouditia']).status === 0;
if (!isInstalled)
  console.warn('clouditia-manager is not installed: the emulator is not tried with the original client.');

const STORY = `
import json, sys
from clouditia_manager import *
from clouditia import GPUSession as Live
url, editor, key = sys.argv[1:]
told = {}
def refusal(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
told['wrong key'] = refusal(lambda: GPUManager(api_key='sk_compute_wrong', base_url=url))
manager = GPUManager(api_key=key, base_url=url)
told['user'] = manager.user['username']
told['inventory'] = [[gpu.gpu_type, gpu.available, gpu.price_per_hour] for gpu in manager.get_inventory()]
made = manager.create_session(gpu_type='nvidia-rtx-3090', vcpu=2, ram=4, cost_limit=5.0, duration_limit=7200, verbose=False)
told['made'] = [made.status, made.gpu_type, made.ram, made.cost_limit, made.duration_limit, made.auto_stop_enabled]
two = [{'type': 'nvidia-rtx-3090', 'count': 1}, {'type': 'nvidia-rtx-4090', 'count': 9}]
told['part'] = refusal(lambda: manager.create_session(gpus=two, verbose=False))
told['none'] = refusal(lambda: manager.create_session(gpu_type='nvidia-rtx-4090', gpu_count=9, verbose=False))
told['unknown type'] = refusal(lambda: manager.create_session(gpu_type='nvidia-rtx-9999', verbose=False))
told['unknown session'] = refusal(lambda: manager.get_session('00000000'))
queued = manager.create_session(gpu_type='nvidia-rtx-4090', gpu_count=9, queue_if_unavailable=True, verbose=False)
told['queued'] = [queued['queued'], queued['position'], queued['unavailable_gpus']]
told['queue'] = [[job.status, job.status_display, job.gpu_config] for job in manager.list_queue_jobs()]
told['job'] = manager.get_queue_job(queued['queue_id'], verbose=False)['job'].position
told['cancelled'] = manager.cancel_queue_job(queued['queue_id'], verbose=False)
told['renamed'] = manager.rename_session(made.short_id, 'mon-projet').name
told['balance'] = manager.get_balance()
told['cost'] = manager.get_session_cost(made.short_id)['name']
told['costs'] = manager.get_sessions_cost([made.short_id])['session_count']
told['active'] = manager.get_active_sessions_cost()['session_count']
live = Live(api_key=manager.generate_sdk_key(made.short_id), base_url=editor)
told['shell'] = live.shell('echo un').output
told['run'] = live.run('print(6 * 7)', stream=False).output
told['stopped'] = manager.stop_session(made.short_id, verbose=False).status
told['sessions'] = [session.status for session in manager.list_sessions()]
print(json.dumps(told))
`;

it.skipIf(!isInstalled)("is spoken to by Clouditia's own clients, unchanged", async () => {
  const clouditia = await aClouditia({ startMs: 0, stopMs: 0 });
  try {
    const child = spawn('python3', ['-c', STORY, clouditia.url, clouditia.editorUrl, clouditia.apiKey], {
      timeout: 25_000,
    });
    const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect(complaint).toBe('');
    expect(JSON.parse(output)).toEqual({
      'wrong key': 'AuthenticationError',
      user: 'nora',
      inventory: [
        ['nvidia-rtx-3060ti', 2, 0.5],
        ['nvidia-rtx-3080ti', 2, 0.9],
        ['nvidia-rtx-3090', 4, 1],
        ['nvidia-rtx-4090', 2, 1.5],
      ],
      made: ['running', 'nvidia-rtx-3090', '4Gi', 5, 7200, true],
      part: 'InsufficientResourcesError',
      none: 'InsufficientResourcesError',
      'unknown type': 'APIError',
      'unknown session': 'SessionNotFoundError',
      queued: [true, 1, ['nvidia-rtx-4090']],
      queue: [['pending', 'En attente', { gpu_type: 'nvidia-rtx-4090', gpu_count: 9 }]],
      job: 1,
      cancelled: true,
      renamed: 'mon-projet',
      balance: { balance: 100, currency: 'EUR' },
      cost: 'mon-projet',
      costs: 1,
      active: 1,
      shell: 'un\n',
      run: '42\n',
      stopped: 'stopped',
      sessions: ['stopped'],
    });
  } finally {
    await clouditia.close();
  }
});
