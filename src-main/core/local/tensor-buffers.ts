export type TensorValues = Float32Array | Uint8Array;

/** Kept unused; more are in use at a time only while more pictures are asked for than is of use. */
const keptBuffers = 4;

/** Lends memory for input tensors: fresh memory of this size costs more to touch than a picture costs to write into it. */
export class TensorBuffers {
  #free: TensorValues[] = [];

  /** @returns Memory with whatever was in it before; to be overwritten as a whole. */
  take(type: 'float32' | 'uint8', length: number): TensorValues {
    const Kind = type === 'uint8' ? Uint8Array : Float32Array;
    const at = this.#free.findIndex((values) => values instanceof Kind && values.length === length);
    return at < 0 ? new Kind(length) : (this.#free.splice(at, 1)[0] ?? new Kind(length));
  }

  /** The same for bytes. */
  takeBytes(length: number): Uint8Array {
    const taken = this.take('uint8', length);
    return taken instanceof Uint8Array ? taken : new Uint8Array(length);
  }

  /** Whoever hands it back has no further use for it. */
  giveBack(values: TensorValues): void {
    this.#free = [values, ...this.#free].slice(0, keptBuffers);
  }
}
