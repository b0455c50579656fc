/** What goes over the wire: a JSON object, or a stream of text that is sent as it comes. */
export type Answer =
  | { readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: 200; readonly events: AsyncIterable<string> };

export const success = (body: Readonly<Record<string, unknown>> = {}): Answer => ({
  status: 200,
  body: { success: true, ...body },
});

/** An answer of failure, thrown from wherever the rule is. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    private readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  answer(): Answer {
    return { status: this.status, body: { success: false, error: this.message, ...this.more } };
  }
}

/**
 * A business error. It is a 400, because the original client keeps the words of no other status.
 *
 * @param message - without "available" and "disponible" unless GPUs are missing: the original takes both for that
 */
export const refuse = (message: string, more?: Readonly<Record<string, unknown>>) => new Refusal(400, message, more);
