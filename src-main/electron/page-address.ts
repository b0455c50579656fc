/** The page's scheme and host in the desktop shell. */
export const pageScheme = 'reticle';
export const pageUrl = `${pageScheme}://app/`;

/**
 * Whether an address belongs to the page: nothing else is loaded, answered or given a port.
 *
 * Compared part by part: Node and Chromium disagree on the `origin` of a scheme that only Chromium was told about.
 */
export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${pageScheme}:` && host === 'app' && !username && !password;
}
