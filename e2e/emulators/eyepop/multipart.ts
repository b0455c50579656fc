import { HttpProblem } from './http-problem';

export type Part = { readonly name: string; readonly contentType: string; readonly data: Buffer };

/**
 * The parts of a multipart/form-data body, in order. Node's own parser takes a file without a file name, as EyePop's Node
 * SDK sends groups, for text and so destroys it.
 *
 * @throws {HttpProblem} 400 where it is no such body
 */
export function readMultipart(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) throw new HttpProblem(400, 'REQ_003', 'a multipart body without a boundary');
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let start = whole.indexOf(delimiter);
  for (;;) {
    const head = start + delimiter.length;
    if (start < 0 || whole.subarray(head, head + 2).toString() === '--') break;
    const next = whole.indexOf(delimiter, head);
    if (next < 0) throw new HttpProblem(400, 'REQ_003', 'a multipart body that does not end');
    parts.push(readPart(whole.subarray(head + 2, next)));
    start = next;
  }
  return parts;
}

function readPart(part: Buffer): Part {
  const end = part.indexOf('\r\n\r\n');
  const headers = part.subarray(0, Math.max(0, end)).toString();
  const name = /^content-disposition:.*?[; ]name="([^"]*)"/im.exec(headers)?.[1];
  if (end < 0 || name === undefined) throw new HttpProblem(400, 'REQ_003', 'a part without a name');
  const contentType = /^content-type: *(\S+)/im.exec(headers)?.[1] ?? '';
  return { name, contentType, data: part.subarray(end + 4) };
}
