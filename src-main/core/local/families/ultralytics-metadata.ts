/**
 * Reads the class names that Ultralytics' exporter writes: a Python dictionary `{0: 'person', 1: "driver's seat"}`, a
 * list, or JSON. It is read as text; nothing is evaluated.
 *
 * @returns The names by class id, or null when the text is not of that form or the ids have gaps.
 */
export function parseNames(text: string | undefined): string[] | null {
  const inner = /^\s*[{[]([\s\S]*)[}\]]\s*$/.exec(text ?? '')?.[1];
  if (inner === undefined) return null;
  const isList = text?.trimStart().startsWith('[') ?? false;
  const item = /\s*(?:["']?(\d+)["']?\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,|$)/y;
  const names: string[] = [];
  while (item.lastIndex < inner.length && inner.slice(item.lastIndex).trim() !== '') {
    const found = item.exec(inner);
    if (!found || isList !== (found[1] === undefined)) return null;
    names[isList ? names.length : Number(found[1])] = (found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1');
    if (names.length > 100_000) return null;
  }
  return names.length > 0 && !names.includes(undefined as never) ? names : null; // a gap reads as undefined
}

/** `[640, 640]` (height, width) or `640`. */
export function parseImageSize(text: string | undefined): { width: number; height: number } | null {
  const found = /^\s*\[?\s*(\d{1,5})\s*(?:,\s*(\d{1,5})\s*)?\]?\s*$/.exec(text ?? '');
  if (!found) return null;
  const height = Number(found[1]);
  const width = Number(found[2] ?? found[1]);
  return width > 0 && height > 0 ? { width, height } : null;
}
