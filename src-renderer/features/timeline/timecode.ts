/** `00:12:25.480`; hours only where there are any. */
export function timecode(ns: number): string {
  const ms = Math.max(0, Math.round(ns / 1e6));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${h > 0 ? `${two(h)}:` : ''}${two(m)}:${two(s)}.${String(ms % 1000).padStart(3, '0')}`;
}

/**
 * What a person types to go somewhere: a frame (`1234`), or a time (`1:02.5`, `00:01:02`).
 *
 * @returns a frame, or seconds; null where it is neither
 */
export function parsePlace(text: string): { readonly frame: number } | { readonly seconds: number } | null {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return { frame: Number(trimmed) };
  if (!/^(\d+:)?(\d+:)?\d+([.,]\d+)?$/.test(trimmed)) return null;
  const parts = trimmed.replace(',', '.').split(':').map(Number);
  return { seconds: parts.reduce((sum, part) => sum * 60 + part, 0) };
}
