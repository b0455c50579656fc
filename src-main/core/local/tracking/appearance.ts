/** How much of the old look stays when a new one is seen: changes of light and pose come in, one bad crop does not. */
const keptShare = 0.9;

/** What a track looks like: the running mean of its embeddings, each of length 1. */
export class Appearance {
  #mean: Float64Array | null = null;

  /**
   * Cosine between this look and an embedding.
   *
   * @returns -1..1; null where one is missing, of another length or without direction: then it says nothing
   */
  similarityTo(embedding: Float32Array | null): number | null {
    if (!this.#mean || !embedding || embedding.length !== this.#mean.length) return null;
    const lengths = Math.sqrt(dot(this.#mean, this.#mean) * dot(embedding, embedding));
    const cosine = dot(this.#mean, embedding) / lengths;
    return Number.isFinite(cosine) ? cosine : null;
  }

  see(embedding: Float32Array | null): void {
    const length = embedding ? Math.sqrt(dot(embedding, embedding)) : 0;
    if (!embedding || !(length > 0 && length < Number.POSITIVE_INFINITY)) return;
    const before = this.#mean?.length === embedding.length ? this.#mean : null;
    const weight = before ? 1 - keptShare : 1;
    this.#mean = Float64Array.from(
      embedding,
      (value, index) => keptShare * (before?.[index] ?? 0) + (weight * value) / length,
    );
  }
}

function dot(a: Float64Array | Float32Array, b: Float64Array | Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
