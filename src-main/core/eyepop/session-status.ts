export const sessionStatuses = [
  'unknown',
  'pending',
  'pipeline_creating',
  'pipeline_checking',
  'upgrading',
  'pipeline_ok',
  'running',
  'stopped',
  'failed',
  'error',
  'pipeline_error',
] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** What can be done with a session: wait for it, work with it, or nothing any more. */
export type SessionPhase = 'starting' | 'ready' | 'ended';

/**
 * The status in EyePop's words. A word that is not among them is understood by what it contains, as EyePop's Python
 * client does it.
 */
export function readStatus(text: string | null | undefined): SessionStatus {
  const word = (text ?? '').trim().toLowerCase();
  const known = sessionStatuses.find((status) => status === word);
  if (known) return known;
  if (word.includes('error')) return 'error';
  if (word.includes('fail')) return 'failed';
  if (word.includes('stop')) return 'stopped';
  if (word.includes('run')) return 'running';
  if (/pending|creat|start/.test(word)) return 'pending';
  return 'unknown';
}

export function phaseOf(status: SessionStatus): SessionPhase {
  switch (status) {
    case 'running':
    case 'pipeline_ok':
      return 'ready';
    case 'stopped':
    case 'failed':
    case 'error':
    case 'pipeline_error':
      return 'ended';
    // An upgrade interrupts a session that ran: it will run again.
    case 'unknown':
    case 'pending':
    case 'pipeline_creating':
    case 'pipeline_checking':
    case 'upgrading':
      return 'starting';
  }
}
