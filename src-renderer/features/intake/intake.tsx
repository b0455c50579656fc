import { createContext, type ReactNode, useContext, useRef } from 'react';
import { useApi } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { isModelName } from './dropped-files';
import { FilePicker, type FilePickerHandle } from './file-picker';
import type { UploadProgress } from './upload-all';
import { useAddModels } from './use-add-models';
import { type IntakeMode, useSettling } from './use-settling';
import { useUpload } from './use-upload';

export type Intake = {
  readonly addFiles: (files: readonly File[], mode: IntakeMode) => Promise<void>;
  readonly addPaths: (paths: readonly string[], mode: IntakeMode) => Promise<void>;
  readonly addSamples: () => Promise<void>;
  /** The host's dialog, or the browser's own where the host has none. */
  readonly pick: (what: 'files' | 'folder') => Promise<void>;
  readonly progress: UploadProgress | null;
  readonly cancelUpload: () => void;
};

const IntakeContext = createContext<Intake | null>(null);

/** Everything by which pictures and models come into the app. */
export function IntakeProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const { where } = useSettings();
  const picker = useRef<FilePickerHandle>(null);
  const settling = useSettling();
  const upload = useUpload(settling);
  const addModels = useAddModels();
  const { settle, attempt } = settling;

  const addPaths: Intake['addPaths'] = (paths, mode) =>
    attempt(async () => {
      await addModels.byPath(paths.filter(isModelName));
      const pictures = paths.filter((path) => !isModelName(path));
      if (pictures.length > 0) await settle(await api.media.addPaths({ paths: pictures }), mode);
    });

  const addFiles: Intake['addFiles'] = async (files, mode) => {
    const paths = files.map((file) => window.reticle?.pathForFile(file) ?? '').filter((path) => path !== '');
    if (paths.length > 0) await addPaths(paths, mode);
    const bare = paths.length > 0 ? files.filter((file) => window.reticle?.pathForFile(file) === '') : files;
    await addModels.byFile(bare.filter((file) => isModelName(file.name)));
    await attempt(() =>
      upload.send(
        bare.filter((file) => !isModelName(file.name)),
        mode,
      ),
    );
  };

  const intake: Intake = {
    addFiles,
    addPaths,
    // Where it would cost money it waits for the button that says so.
    addSamples: () => attempt(async () => settle(await api.media.addSamples(), where === 'local' ? 'now' : 'as-set')),
    pick: (what) =>
      attempt(async () => {
        // The browser opens its picker only in the click itself, so the host must not be asked first there.
        if (!window.reticle) return picker.current?.open(what);
        const added = await api.media.pick({ what });
        if (added) await settle(added, 'as-set');
      }),
    progress: upload.progress,
    cancelUpload: upload.cancel,
  };

  return (
    <IntakeContext value={intake}>
      {children}
      <FilePicker ref={picker} onPicked={(files) => void addFiles(files, 'as-set')} />
    </IntakeContext>
  );
}

export function useIntake(): Intake {
  const intake = useContext(IntakeContext);
  if (!intake) throw new Error('there is no IntakeProvider above this component');
  return intake;
}
