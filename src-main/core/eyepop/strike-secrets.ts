const struck = '[secret]';
const secretNames =
  /^(secret_?key|api_?key|access_?token|refresh_?token|token|authorization|password|x-goog-signature|signature|sig|x-amz-[\w-]+)$/i;

/** A query without the values of what looks like a secret; media may be named by signed URLs. */
export function strikeQuery(search: string): string {
  const query = new URLSearchParams(search);
  const isClean = [...query].every(([name, value]) => !secretNames.test(name) && !isSignedUrl(value));
  if (isClean) return search;
  const kept = [...query].map(([name, value]): [string, string] => [
    name,
    secretNames.test(name) ? struck : struckUrl(value),
  ]);
  return `?${new URLSearchParams(kept)}`;
}

/** A JSON body without the values of what looks like a secret; any other text as it is. */
export function strikeBody(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  return JSON.stringify(value, (name, inner: unknown) => {
    if (typeof inner !== 'string') return inner;
    return secretNames.test(name) ? struck : struckUrl(inner);
  });
}

const isSignedUrl = (text: string) => struckUrl(text) !== text;

/** What stands behind the `?` of an address, or as `user:password@` before its host, may open a door. */
function struckUrl(text: string): string {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.search === '' && url.username === '' && url.password === '') return text;
  return `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : `?${struck}`}`;
}
