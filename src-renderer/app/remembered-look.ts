/**
 * Language and theme as last seen, kept by the page itself so that it starts in the right look before the core answers.
 * The settings in the core are the truth; `public/theme-boot.js` reads the same keys.
 */
export function remembered(what: 'language' | 'theme'): string | null {
  try {
    return localStorage.getItem(`reticle.${what}`);
  } catch {
    return null; // storage can be refused to a page; then the system's look is the start
  }
}

export function remember(what: 'language' | 'theme', value: string): void {
  try {
    localStorage.setItem(`reticle.${what}`, value);
  } catch {
    // Not remembering costs one flash at the next start, nothing else.
  }
}
