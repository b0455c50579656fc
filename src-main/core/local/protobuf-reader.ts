import { readSync } from 'node:fs';

const windowBytes = 64 * 1024;

/** The bytes do not follow protobuf's wire format, or end before they should. */
export class WireFormatError extends Error {
  override name = 'WireFormatError';
}

/** One field of a message: varints as numbers, everything with a length as the range of its bytes. */
export type Field =
  | { readonly number: number; readonly value: number }
  | { readonly number: number; readonly start: number; readonly end: number };

/**
 * Reads protobuf from a file by small windows, so that gigabytes of weights are stepped over and never read.
 *
 * Reads are synchronous and few: what is looked at of a model is some hundred KiB whatever its size.
 */
export class ProtobufReader {
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(
    private readonly fd: number,
    private readonly byteSize: number,
  ) {}

  get whole(): { start: number; end: number } {
    return { start: 0, end: this.byteSize };
  }

  /** The fields of the message at `start` to `end`, in file order. @throws {WireFormatError} */
  *fields({ start, end }: { start: number; end: number }): Generator<Field> {
    let position = start;
    while (position < end) {
      const tag = this.#varint(position, end);
      const number = Math.floor(tag.value / 8);
      if (number === 0) throw new WireFormatError(`field 0 at byte ${position}`);
      const field = this.#field(number, tag.value % 8, tag.next, end);
      yield field.field;
      position = field.next;
    }
  }

  #field(number: number, wireType: number, position: number, end: number): { field: Field; next: number } {
    if (wireType === 0) {
      const { value, next } = this.#varint(position, end);
      return { field: { number, value }, next };
    }
    const fixed = wireType === 1 ? 8 : wireType === 5 ? 4 : null;
    const length =
      fixed === null && wireType === 2 ? this.#varint(position, end) : { value: fixed ?? -1, next: position };
    if (length.value < 0) throw new WireFormatError(`unknown wire type ${wireType} at byte ${position}`);
    const next = length.next + length.value;
    if (next > end) throw new WireFormatError(`a field at byte ${position} ends after its message`);
    return { field: { number, start: length.next, end: next }, next };
  }

  text(range: { start: number; end: number }): string {
    return this.#bytes(range).toString('utf8');
  }

  #varint(position: number, end: number): { value: number; next: number } {
    let value = 0;
    for (let i = 0; i < 10; i += 1) {
      if (position + i >= end) throw new WireFormatError('the file ends in the middle of a number');
      const byte = this.#byte(position + i);
      // Above 2^53 the value loses its last digits, which no length or dimension of a real file reaches.
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, next: position + i + 1 };
    }
    throw new WireFormatError(`a number of more than ten bytes at byte ${position}`);
  }

  #byte(position: number): number {
    const at = position - this.#windowStart;
    if (at < 0 || at >= this.#window.length) this.#load(position);
    const byte = this.#window[position - this.#windowStart];
    if (byte === undefined) throw new WireFormatError('the file is shorter than it says');
    return byte;
  }

  #load(position: number): void {
    const buffer = Buffer.alloc(Math.min(windowBytes, Math.max(0, this.byteSize - position)));
    this.#window = buffer.subarray(0, readSync(this.fd, buffer, 0, buffer.length, position));
    this.#windowStart = position;
  }

  #bytes({ start, end }: { start: number; end: number }): Buffer {
    // Texts of a model are names and small dictionaries; a larger one is garbage that would only fill memory.
    if (end - start > 16 * 1024 * 1024) throw new WireFormatError('a text of more than 16 MiB');
    const buffer = Buffer.alloc(end - start);
    if (readSync(this.fd, buffer, 0, buffer.length, start) < buffer.length) {
      throw new WireFormatError('the file is shorter than it says');
    }
    return buffer;
  }
}
