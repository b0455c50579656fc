import { isMediaName } from '#common/media-extensions';

/**
 * All files of a drop, folders walked to their end. What was dropped itself is always taken, so that a wrong file is
 * answered with a sentence; of a folder only pictures and models are.
 *
 * Must be called in the drop event itself: the list is empty once the event is over.
 */
export function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  return collect(entries);
}

async function collect(dropped: readonly (FileSystemEntry | File | null)[]): Promise<File[]> {
  const found: File[] = [];
  for (const item of dropped) {
    if (item instanceof File) found.push(item);
    else if (item?.isFile)
      found.push(await fileOf(item as FileSystemFileEntry)); // `isFile` says so
    else if (item?.isDirectory) found.push(...(await filesBelow(item as FileSystemDirectoryEntry))); // `isDirectory` says so
  }
  return found;
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const found: File[] = [];
  const waiting = [folder];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const entry of await entriesOf(next)) {
      if (entry.isDirectory)
        waiting.push(entry as FileSystemDirectoryEntry); // `isDirectory` says so
      else if (isWanted(entry.name)) found.push(await fileOf(entry as FileSystemFileEntry)); // the other kind there is
    }
  }
  return found;
}

/** Whether a file found inside a folder is taken: pictures, videos and models are, hidden files are not. */
export function isWanted(name: string): boolean {
  return !name.startsWith('.') && (isMediaName(name) || isModelName(name));
}

export const isModelName = (name: string): boolean => /\.onnx$/i.test(name);

/** A folder hands its entries over in portions and ends with an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) break;
    all.push(...portion);
  }
  return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));
