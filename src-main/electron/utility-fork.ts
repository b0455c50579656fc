import { utilityProcess } from 'electron';
import type { Host } from '../core/host';

/**
 * Starts one of our built entry points as a utility process of Electron's: Node without the right to run as Node.
 *
 * @param entryFile - gives the built file of an entry
 */
export function forkUtilityProcess(entryFile: (entry: string) => string): Host['fork'] {
  return (entry) => {
    const child = utilityProcess.fork(entryFile(entry), [], { serviceName: `Reticle ${entry}`, stdio: 'inherit' });
    return {
      get pid() {
        return child.pid;
      },
      send: (message) => child.postMessage(message),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', (code) => listener(`exit code ${code}`)),
      kill: () => child.kill(),
    };
  };
}
