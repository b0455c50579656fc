/** The answer carries its own file name; a link makes the browser save it instead of showing it. */
export function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
