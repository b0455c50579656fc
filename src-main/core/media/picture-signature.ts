import type { TextKey } from '#common/texts/texts';

const starts: readonly {
  readonly bytes: string;
  readonly at?: number;
  readonly words: TextKey;
  readonly isPicture?: true;
}[] = [
  { bytes: 'ffd8ff', words: 'phrase.seen.jpeg', isPicture: true },
  { bytes: '89504e470d0a1a0a', words: 'phrase.seen.png', isPicture: true },
  { bytes: '474946383761', words: 'phrase.seen.gif', isPicture: true },
  { bytes: '474946383961', words: 'phrase.seen.gif', isPicture: true },
  { bytes: '57454250', at: 8, words: 'phrase.seen.webp', isPicture: true },
  { bytes: '49492a00', words: 'phrase.seen.tiff', isPicture: true },
  { bytes: '4d4d002a', words: 'phrase.seen.tiff', isPicture: true },
  { bytes: '49492b00', words: 'phrase.seen.bigTiff', isPicture: true },
  { bytes: '4d4d002b', words: 'phrase.seen.bigTiff', isPicture: true },
  { bytes: '6674797061766966', at: 4, words: 'phrase.seen.avif', isPicture: true },
  { bytes: '6674797061766973', at: 4, words: 'phrase.seen.avif', isPicture: true },
  { bytes: '667479706d696631', at: 4, words: 'phrase.seen.heif', isPicture: true },
  { bytes: '6674797068656963', at: 4, words: 'phrase.seen.heic' },
  { bytes: '6674797068656978', at: 4, words: 'phrase.seen.heic' },
  { bytes: '66747970', at: 4, words: 'phrase.seen.video' },
  { bytes: '1a45dfa3', words: 'phrase.seen.video' },
  { bytes: '6d6f6f76', at: 4, words: 'phrase.seen.video' },
  { bytes: '6d646174', at: 4, words: 'phrase.seen.video' },
  { bytes: '000001ba', words: 'phrase.seen.video' },
  { bytes: '000001b3', words: 'phrase.seen.video' },
  { bytes: '464c5601', words: 'phrase.seen.video' },
  { bytes: '3026b2758e66cf11', words: 'phrase.seen.video' },
  { bytes: '41564920', at: 8, words: 'phrase.seen.video' },
  { bytes: '57415645', at: 8, words: 'phrase.seen.sound' },
  { bytes: '494433', words: 'phrase.seen.sound' },
  { bytes: '25504446', words: 'phrase.seen.pdf' },
  { bytes: '504b0304', words: 'phrase.seen.zip' },
  { bytes: '1f8b', words: 'phrase.seen.compressed' },
  { bytes: '377abcaf271c', words: 'phrase.seen.sevenZip' },
  { bytes: '526172211a07', words: 'phrase.seen.rar' },
  { bytes: '38425053', words: 'phrase.seen.photoshop' },
  { bytes: '424d', words: 'phrase.seen.bitmap' },
  { bytes: '7f454c46', words: 'phrase.seen.program' },
  { bytes: '4d5a', words: 'phrase.seen.program' },
  { bytes: '53514c69746520666f726d6174203300', words: 'phrase.seen.database' },
];

/** What the first bytes of a file say it is, whatever its name says. */
export function looksLike(head: Buffer): { readonly words: TextKey; readonly isPicture: boolean } {
  const known = starts.find(({ bytes, at = 0 }) => head.subarray(at, at + bytes.length / 2).toString('hex') === bytes);
  if (known) return { words: known.words, isPicture: known.isPicture ?? false };
  if (!isText(head)) return { words: 'phrase.seen.unknown', isPicture: false };
  const text = head.toString('utf8').trimStart().toLowerCase();
  if (text.includes('<svg')) return { words: 'phrase.seen.svg', isPicture: true };
  if (text.startsWith('<!doctype html') || text.startsWith('<html'))
    return { words: 'phrase.seen.webPage', isPicture: false };
  return { words: 'phrase.seen.text', isPicture: false };
}

function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  // As a stream: the last bytes may be half a character.
  const decoded = new TextDecoder().decode(head, { stream: true });
  const strange = [...decoded].filter((char) => char === '\ufffd' || (char < ' ' && !'\t\n\r\f'.includes(char))).length;
  return strange <= decoded.length / 100;
}
