import { type Ref, useImperativeHandle, useRef } from 'react';
import { isWanted } from './dropped-files';

export type FilePickerHandle = { readonly open: (what: 'files' | 'folder') => void };

type FilePickerProps = {
  readonly ref: Ref<FilePickerHandle>;
  readonly onPicked: (files: File[]) => void;
};

/** The browser's own dialogs, behind inputs that nobody sees. */
export function FilePicker({ ref, onPicked }: FilePickerProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ open: (what) => (what === 'files' ? files : folder).current?.click() }), []);

  const take = (input: HTMLInputElement, isFolder: boolean) => {
    const picked = [...(input.files ?? [])];
    input.value = ''; // so that the same files can be picked again
    onPicked(isFolder ? picked.filter((file) => isWanted(file.name)) : picked);
  };
  return (
    <div hidden>
      <input
        ref={files}
        type="file"
        multiple
        accept="image/*,video/*,.mkv,.ts,.onnx,.heic,.heif"
        data-testid="file-input"
        onChange={(event) => take(event.currentTarget, false)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        data-testid="folder-input"
        onChange={(event) => take(event.currentTarget, true)}
        {...{ webkitdirectory: '' }}
      />
    </div>
  );
}
