/** A request that is refused: the status, and the body that EyePop's compute API gives its refusals. */
export class HttpProblem extends Error {
  override name = 'HttpProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: string | null = null,
  ) {
    super(message);
  }

  get body() {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/** @param what - it is, for the refusal. @throws {HttpProblem} 400 */
export function parsedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HttpProblem(400, 'REQ_001', `${what} is no JSON`, String(cause));
  }
}

/** A thing that is asked for and is not here. */
export function found<T>(thing: T | null | undefined, what: string): T {
  if (thing == null) throw new HttpProblem(404, 'RES_001', `there is no such ${what}`);
  return thing;
}
