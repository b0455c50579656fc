/** The way to whoever started this process. */
export type ParentPort<ToProcess, FromProcess> = {
  send(message: FromProcess): void;
  onMessage(listener: (message: ToProcess) => void): void;
};

/** Electron's utility processes have this instead of Node's `process.send`. */
type UtilityParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

/** @throws {Error} When nobody started this process who could be answered. */
export function parentPort<ToProcess, FromProcess>(): ParentPort<ToProcess, FromProcess> {
  // Electron adds this property; Node's own types do not know it.
  const utility = (process as NodeJS.Process & { parentPort?: UtilityParentPort }).parentPort;
  if (utility) {
    return {
      send: (message) => utility.postMessage(message),
      // Only our own client is at the other end.
      onMessage: (listener) => utility.on('message', ({ data }) => listener(data as ToProcess)),
    };
  }
  if (!process.send) throw new Error('this is a part of Reticle and is started by it');
  return {
    // A parent that has gone is no error here: `disconnect` ends this process.
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => {
      process.on('message', (message) => listener(message as ToProcess)); // only our own client is at the other end
      // Not `exit`: it would wait for threads in the middle of native code, and theirs throw where JavaScript has ended.
      process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
    },
  };
}
