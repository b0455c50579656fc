import { useEffect, useRef } from 'react';
import { useIntake } from './intake';

/** Pictures and files pasted anywhere but in a text field. */
export function usePaste(): void {
  const { addFiles } = useIntake();
  const newestAdd = useRef(addFiles);
  useEffect(() => {
    newestAdd.current = addFiles;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || isTextTarget(event.target)) return;
      event.preventDefault();
      void newestAdd.current(files.map(named), 'as-set');
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

const isTextTarget = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Browsers call every picture of the clipboard `image.png`; a name with the time tells them apart. */
function named(file: File): File {
  if (file.name !== 'image.png') return file;
  const stamp = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  return new File([file], `pasted ${stamp}.png`, { type: file.type });
}
