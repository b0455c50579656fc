/** Words that a log may never hold: what was said to us in confidence, and where on the disk a person's things lie. */
const secretParam = /([?&](?:token|key|secret|password|api_key|access_token)=)[^&\s"'\\]+/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi;
/** Keys that say what they are: Clouditia's own. */
const markedKey = /\bsk_(?:compute|live)_[\w-]+/g;
const namedSecret =
  /("(?:token|key|secret|password|apiKey|api_key|authorization|cookie|set-cookie|accessToken|access_token)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/**
 * Takes tokens, keys and the user's home folder out of one log line.
 *
 * @param line - one record, JSON as pino writes it
 * @param home - the home folder as the system spells it, e.g. `/home/ada` or `C:\Users\ada`; empty to leave paths alone
 */
export function redact(line: string, home: string): string {
  const withoutSecrets = line
    .replace(secretParam, '$1[redacted]')
    .replace(markedKey, '[redacted]')
    .replace(bearer, '$1 [redacted]')
    .replace(namedSecret, '$1"[redacted]"');
  // `/` and `C:\` are no one's home: replacing them would make every path unreadable.
  if (home.length < 4) return withoutSecrets;
  const inJson = JSON.stringify(home).slice(1, -1);
  return withoutSecrets.replaceAll(inJson, '~').replaceAll(home, '~');
}
