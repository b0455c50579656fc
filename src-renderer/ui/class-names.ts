/** Joins class names, leaving out what is not set. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** The ring of whatever has the keyboard; the same everywhere. */
export const focusRing =
  'outline-none data-[focus-visible]:ring-2 data-[focus-visible]:ring-accent data-[focus-visible]:ring-offset-1 data-[focus-visible]:ring-offset-surface';
