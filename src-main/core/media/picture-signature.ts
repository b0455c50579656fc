const starts: readonly {
  readonly bytes: string;
  readonly at?: number;
  readonly words: string;
  readonly isPicture?: true;
}[] = [
  { bytes: 'ffd8ff', words: 'a JPEG', isPicture: true },
  { bytes: '89504e470d0a1a0a', words: 'a PNG', isPicture: true },
  { bytes: '474946383761', words: 'a GIF', isPicture: true },
  { bytes: '474946383961', words: 'a GIF', isPicture: true },
  { bytes: '57454250', at: 8, words: 'a WebP', isPicture: true },
  { bytes: '49492a00', words: 'a TIFF', isPicture: true },
  { bytes: '4d4d002a', words: 'a TIFF', isPicture: true },
  { bytes: '49492b00', words: 'a BigTIFF', isPicture: true },
  { bytes: '4d4d002b', words: 'a BigTIFF', isPicture: true },
  { bytes: '6674797061766966', at: 4, words: 'an AVIF', isPicture: true },
  { bytes: '6674797061766973', at: 4, words: 'an AVIF', isPicture: true },
  { bytes: '667479706d696631', at: 4, words: 'a HEIF', isPicture: true },
  { bytes: '6674797068656963', at: 4, words: 'a HEIC' },
  { bytes: '6674797068656978', at: 4, words: 'a HEIC' },
  { bytes: '66747970', at: 4, words: 'a video' },
  { bytes: '1a45dfa3', words: 'a video' },
  { bytes: '41564920', at: 8, words: 'a video' },
  { bytes: '57415645', at: 8, words: 'a sound' },
  { bytes: '494433', words: 'a sound' },
  { bytes: '25504446', words: 'a PDF' },
  { bytes: '504b0304', words: 'a ZIP archive or an office document' },
  { bytes: '1f8b', words: 'a compressed file' },
  { bytes: '377abcaf271c', words: 'a 7z archive' },
  { bytes: '526172211a07', words: 'a RAR archive' },
  { bytes: '38425053', words: 'a Photoshop document' },
  { bytes: '424d', words: 'a Windows bitmap' },
  { bytes: '7f454c46', words: 'a program' },
  { bytes: '4d5a', words: 'a program' },
  { bytes: '53514c69746520666f726d6174203300', words: 'a database' },
];

/** What the first bytes of a file say it is, whatever its name says. */
export function looksLike(head: Buffer): { readonly words: string; readonly isPicture: boolean } {
  const known = starts.find(({ bytes, at = 0 }) => head.subarray(at, at + bytes.length / 2).toString('hex') === bytes);
  if (known) return { words: known.words, isPicture: known.isPicture ?? false };
  if (!isText(head)) return { words: 'unknown data', isPicture: false };
  const text = head.toString('utf8').trimStart().toLowerCase();
  if (text.includes('<svg')) return { words: 'an SVG', isPicture: true };
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) return { words: 'a web page', isPicture: false };
  return { words: 'text', isPicture: false };
}

function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  // As a stream: the last bytes may be half a character.
  const decoded = new TextDecoder().decode(head, { stream: true });
  const strange = [...decoded].filter((char) => char === '\ufffd' || (char < ' ' && !'\t\n\r\f'.includes(char))).length;
  return strange <= decoded.length / 100;
}
