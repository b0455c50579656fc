import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answers';
import type { RequestFaults } from './faults';
import { reshape } from './reshape';

export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Ends when the client has hung up. */
export async function clientGone(response: ServerResponse): Promise<void> {
  if (!response.closed) await once(response, 'close');
}

/** Cuts the connection with a TCP reset instead of a polite end. */
export function reset(request: IncomingMessage): null {
  request.socket.resetAndDestroy();
  return null;
}

/** Sends an answer, in whatever way the faults want it sent. Answers the status. */
export async function sendAnswer(answer: Answer, faults: RequestFaults, response: ServerResponse): Promise<number> {
  if ('events' in answer) return sendEvents(answer.events, faults, response);
  if (faults.has('html')) return send(response, answer.status, 'text/html', '<html><body>Maintenance</body></html>');
  const text = JSON.stringify(reshape(answer.body, faults));
  if (!faults.has('truncate')) return send(response, answer.status, 'application/json', text);
  const bytes = Buffer.from(text);
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  return answer.status;
}

export function send(response: ServerResponse, status: number, type: string, text: string, more = {}): number {
  response.writeHead(status, { 'content-type': type, ...more }).end(text);
  return status;
}

async function sendEvents(events: AsyncIterable<string>, faults: RequestFaults, response: ServerResponse) {
  // Without a charset the original Python client reads Latin-1.
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for await (const event of events) {
    if (response.closed) break;
    response.write(faults.has('truncate') ? event.slice(0, event.length / 2) : event);
    if (faults.has('truncate')) break;
  }
  if (faults.has('truncate')) response.destroy();
  else response.end();
  return 200;
}
