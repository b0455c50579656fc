import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import { disturbed, type FaultEffects } from './faults';

/** The answer was ended by a fault; whoever writes stops. */
class StreamEnded extends Error {
  override name = 'StreamEnded';
}

/** A JSON-L answer: one object a line, as fast as the client reads. */
export class LineStream {
  #written = 0;

  constructor(
    private readonly response: ServerResponse,
    readonly sourceId: string,
    private readonly fault: FaultEffects,
    private readonly clock: Clock,
    /** Aborts when the client has gone. */
    readonly gone: AbortSignal,
  ) {}

  get isEnded(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  /**
   * @param signal - of the job
   * @throws When the client has gone, the job was stopped, or a fault has ended the answer.
   */
  async write(value: unknown, signal: AbortSignal): Promise<void> {
    if (this.fault.lineDelayMs) await this.clock.wait(this.fault.lineDelayMs, signal);
    await this.#beforeLine(signal);
    const line = ascii(disturbed(value, this.fault));
    if (this.fault.cutAfterLines === this.#written) {
      await this.#send(line.slice(0, line.length / 2));
      await this.#break();
    }
    if (this.fault.unknownEvents) await this.#send('{"event":{"type":"weather","outlook":"fair"}}\n');
    await this.#send(`${this.#misshapen(line)}\n`);
    this.#written += 1;
  }

  async event(event: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#send(`${ascii({ event: { source_id: this.sourceId, ...event } })}\n`);
  }

  /** As `write`. */
  async end(signal: AbortSignal): Promise<void> {
    await this.#beforeLine(signal);
    if (this.fault.cutAfterLines === this.#written) await this.#break();
    this.response.end();
  }

  /** Says that the source failed, which is the last that is said of it. */
  async fail(message: string): Promise<void> {
    await this.event({ type: 'error', message });
    this.response.end();
  }

  async #beforeLine(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.fault.stallAfterLines === this.#written) await once(signal, 'abort');
    signal.throwIfAborted();
    if (this.fault.errorAfterLines !== this.#written) return;
    await this.fail('an error asked for');
    throw new StreamEnded();
  }

  #misshapen(line: string): string {
    const { truncateLine, oversizeLine } = this.fault;
    if (truncateLine === this.#written) return line.slice(0, line.length / 2);
    if (oversizeLine?.line !== this.#written) return line;
    // Blanks before the last brace: a long line, and still the same object.
    return `${line.slice(0, -1)}${' '.repeat(Math.max(0, oversizeLine.bytes - line.length))}}`;
  }

  async #break(): Promise<never> {
    // What was written is to arrive, and only then is the connection to break.
    await new Promise((resolve) => this.response.write('', resolve));
    this.response.destroy();
    throw new StreamEnded();
  }

  async #send(text: string): Promise<void> {
    this.gone.throwIfAborted();
    if (!this.response.write(text)) await once(this.response, 'drain', { signal: this.gone });
  }
}

/** EyePop's Node SDK decodes each network chunk alone, so nothing but ASCII is sent. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
