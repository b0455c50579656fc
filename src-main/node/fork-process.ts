import { fork } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import type { ChildProcess } from '../core/host';
import { productAround } from './product';

/**
 * glibc raises the size from which memory is the system's own again with every large block that is freed. Blocks of
 * frames then lie between long-lived ones, and the process grows by 13 KB a frame; with the size set it stays as it is.
 */
const evenMemory = { MALLOC_MMAP_THRESHOLD_: '131072' };

/**
 * Starts one of our built entry points as a Node process of its own.
 *
 * @param entry - a name such as `inference-process`, found in the built product, or the absolute path of a built file
 */
export function forkNodeProcess(entry: string): ChildProcess {
  const path = isAbsolute(entry) ? entry : join(productAround(import.meta.dirname).root, 'out', 'main', `${entry}.js`);
  // 'advanced' is the structured clone: typed arrays and undefined cross as they are. No flags of ours are passed on:
  // a debugger's port, say, cannot be opened twice.
  const child = fork(path, [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...evenMemory },
    // Our own stdout carries the results of the command line and nothing else.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
  child.on('error', (error) => {
    // Never started, so that there will be no exit. A message that could not be sent ends with the exit instead.
    if (child.pid === undefined) end(error.message);
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      // A process that has just died answers nothing; its exit is what tells.
      if (child.connected) child.send(message as object, () => {}); // any clonable value is sent; Node's types say less
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => void ended.then(listener),
    kill: () => child.kill('SIGKILL'),
  };
}
