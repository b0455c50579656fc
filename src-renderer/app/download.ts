/** A link makes the browser save an answer instead of showing it. @param name - empty where the answer carries its own */
export function download(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Saves what the page made itself. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  download(url, name);
  // The download has its own hold on the blob once it started.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
