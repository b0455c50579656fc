/** What asks a process to end: Ctrl+C, a service manager, a closed terminal, the script that started us. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when this process is asked to end. Asking again changes nothing: a terminal and npm may both pass it on. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.on(signal, () => resolve());
    // The script that started us is gone, however it went.
    if (process.channel) process.once('disconnect', () => resolve());
  });
}

/** Runs `stop` and ends the process, after `limitMs` even when `stop` hangs. */
export async function stopWithin(
  limitMs: number,
  stop: () => Promise<void>,
  exit: (code: number) => void,
): Promise<void> {
  const timer = setTimeout(() => exit(1), limitMs);
  try {
    await stop();
    exit(0);
  } catch {
    exit(1);
  } finally {
    clearTimeout(timer);
  }
}
