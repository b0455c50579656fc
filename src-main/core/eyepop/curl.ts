import type { TracedRequest } from './request-trace';

/**
 * A recorded request as a command for a shell. Secrets were struck out when it was recorded: whoever runs it sets
 * `$EYEPOP_TOKEN`. Media stand as a file to be named.
 */
export function asCurl({ method, origin, path, query, headers, body, bytesSent }: TracedRequest): string {
  const lines = [`curl -X ${method} ${quoted(origin + path + query)}`];
  for (const [name, value] of Object.entries(headers)) {
    // The shell is to fill this one in, so it is not quoted as the others are.
    if (name === 'authorization') lines.push('-H "authorization: Bearer $EYEPOP_TOKEN"');
    else lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (body !== null) lines.push(`--data-raw ${quoted(body)}`);
  else if (bytesSent > 0) lines.push('--data-binary @MEDIA');
  return lines.join(' \\\n  ');
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
