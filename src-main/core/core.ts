import type { Router } from './router';

/** What a shell gets from `composeCore(host)`, and all that it may use. */
export type Core = {
  /** The oRPC router that implements the contract; a shell serves it over its own transport. */
  readonly router: Router;
  /**
   * Media, thumbnails, uploads and exports, by URL. The shell strips its own prefix and checks who asks; paths here are:
   * `GET /media/{id}/original|display|thumbnail`, `PUT /upload?name=a.jpg` (answers AddedMedia as JSON),
   * `PUT /upload-model?name=a.onnx` (answers Model as JSON), `GET /export?format=json|jsonl|csv|mot&run=…|media=…`,
   * `GET /export/segments?format=json|csv&run=…&media=…&classLabel=…&minConfidence=…&minSeconds=…&maxGapSeconds=…`,
   * `GET /export/file?id=…&index=…`.
   */
  handleHttp(request: Request): Promise<Response>;
  /** Files handed over by the system: argv, `open-file`, a second instance, a drop. */
  openFiles(paths: readonly string[]): Promise<void>;
  /** Tells a second start on the same data folder where this one is reached (into the lock file, for this user alone). */
  announce(address: { readonly url: string; readonly key: string }): void;
  /** Stops runs, the inference process and the store, last opened first. */
  close(): Promise<void>;
};
