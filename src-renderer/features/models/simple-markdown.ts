/** The part of Markdown that model cards use, as data: nothing in it can become anything but text on screen. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly content: Inline[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: Inline[][] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly head: Inline[][]; readonly rows: Inline[][][] }
  | { readonly kind: 'rule' };

const bullet = /^\s*[-*+]\s+/;
const numbered = /^\s*\d+[.)]\s+/;
const isTableRule = (line: string | undefined) =>
  line !== undefined && /^\s*\|?\s*:?-{2,}.*$/.test(line) && line.includes('|');
const startsBlock = (line: string) =>
  /^(?:#{1,6}\s|```|>|\s*\||-{3,}\s*$)/.test(line) || bullet.test(line) || numbered.test(line);

/** Reads Markdown into blocks. What it does not know stays as the text it was. */
export function parseMarkdown(source: string): Block[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (isWanted: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[at]; line !== undefined && isWanted(line); line = lines[at]) {
      taken.push(line);
      at += 1;
    }
    return taken;
  };

  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, content: parseInline(heading[2] ?? '') });
      at += 1;
    } else if (line.startsWith('```')) {
      at += 1;
      blocks.push({ kind: 'code', text: takeWhile((next) => !next.startsWith('```')).join('\n') });
      at += 1;
    } else if (/^-{3,}\s*$/.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (line.startsWith('>')) {
      const quoted = takeWhile((next) => next.startsWith('>')).map((next) => next.replace(/^>\s?/, ''));
      blocks.push({ kind: 'quote', content: parseInline(quoted.join(' ')) });
    } else if (bullet.test(line) || numbered.test(line))
      blocks.push(parseList(takeWhile((next) => next.trim() !== '')));
    else if (line.trim().startsWith('|') && isTableRule(lines[at + 1])) {
      blocks.push(parseTable(takeWhile((next) => next.trim().startsWith('|'))));
    } else {
      at += 1;
      const rest = takeWhile((next) => next.trim() !== '' && !startsBlock(next));
      blocks.push({ kind: 'paragraph', content: parseInline([line, ...rest].join(' ')) });
    }
  }
  return blocks;
}

/** A line that does not start an item goes on with the one before. */
function parseList(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (bullet.test(line) || numbered.test(line)) items.push(line.replace(bullet, '').replace(numbered, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return { kind: 'list', isOrdered: numbered.test(lines[0] ?? ''), items: items.map(parseInline) };
}

function parseTable([head = '', , ...rows]: readonly string[]): Block {
  const cells = (row: string) =>
    row
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => parseInline(cell.trim()));
  return { kind: 'table', head: cells(head), rows: rows.map(cells) };
}

const inlinePattern = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*/g;

/** Reads strong, emphasis, code and links inside a line. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, strong, code, label, url, emphasis] = match;
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (label !== undefined && url !== undefined) parts.push({ kind: 'link', text: label, url });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: emphasis });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
