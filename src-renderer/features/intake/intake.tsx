import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import type { AddedMedia, MediaId } from '#common/contract/media';
import { useApi, wireErrorOf } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { showMedia, useViewStore } from '../../app/view-store';
import { useRunActions } from '../queue/use-run-actions';
import { isModelName } from './dropped-files';
import { FilePicker, type FilePickerHandle } from './file-picker';
import { sendPicture } from './send-file';
import { type UploadProgress, uploadAll } from './upload-all';
import { useAddModels } from './use-add-models';

/**
 * What to do with what was added: analyse it and look at it, analyse it behind what waits already, or what the settings
 * say (`autoRun`).
 */
export type IntakeMode = 'now' | 'queue' | 'as-set';

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

/** Up to here an upload is one run; of a longer one the first part is analysed while the rest still comes. */
const firstPart = 24;

/** Everything by which pictures and models come into the app. */
export function IntakeProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const picker = useRef<FilePickerHandle>(null);
  const upload = useUpload();
  const addModels = useAddModels();
  const { settle, attempt } = useSettling();

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
        settle,
      ),
    );
  };

  const intake: Intake = {
    addFiles,
    addPaths,
    addSamples: () => attempt(async () => settle(await api.media.addSamples(), 'now')),
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

type Settle = (added: AddedMedia, mode: IntakeMode) => Promise<void>;

/** What follows on adding: what was skipped is named, the first picture is shown, the analysis starts. */
function useSettling() {
  const { autoRun } = useSettings();
  const { t, tCount, errorText } = useTexts();
  const notify = useNotify();
  const viewStore = useViewStore();
  const { start } = useRunActions();

  const settle: Settle = async (added, mode) => {
    if (added.skippedCount > 0) {
      notify({
        tone: 'bad',
        text: tCount('intake.skipped', added.skippedCount),
        details: added.skipped.map(({ error }) => errorText(error)),
      });
    }
    const first = added.addedIds[0];
    if (!first) {
      if (added.skippedCount === 0) notify({ text: t('intake.nothingFound') });
      return;
    }
    if (mode !== 'queue' || viewStore.getState().currentMediaId === null) showMedia(viewStore, first);
    if (mode !== 'queue') viewStore.setState({ page: 'inspect' });
    if (mode !== 'as-set' || autoRun) await start(added.addedIds);
    if (mode === 'queue') notify({ text: tCount('intake.queued', added.addedIds.length) });
  };
  const attempt = async (work: () => Promise<unknown> | unknown) => {
    try {
      await work();
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: errorText(wire) });
    }
  };
  return { settle, attempt };
}

/** Sends files over HTTP, with progress and cancel. */
function useUpload() {
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const running = useRef<AbortController | null>(null);
  const { tCount, errorText } = useTexts();
  const notify = useNotify();

  const send = async (files: readonly File[], mode: IntakeMode, settle: Settle) => {
    if (files.length === 0) return;
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    let newest: UploadProgress = { total: files.length, done: 0, failures: [] };
    let settled = 0;
    const settleFrom = async (answers: readonly AddedMedia[], as: IntakeMode) => {
      const fresh = answers.slice(settled);
      settled = answers.length;
      if (fresh.length > 0) await settle(joined(fresh), as);
    };
    const first = await uploadAll(files.slice(0, firstPart), sending(), abort.signal);
    await settleFrom(first, mode);
    const rest = await uploadAll(files.slice(firstPart), sending(first.length, newest.failures), abort.signal);
    await settleFrom([...first, ...rest], mode === 'now' ? 'queue' : mode);
    setProgress(null);
    if (newest.failures.length > 0) {
      const details = newest.failures.map(({ error }) => errorText(error));
      notify({ tone: 'bad', text: tCount('intake.uploadFailed', newest.failures.length), details });
    }

    function sending(before = 0, failedBefore: UploadProgress['failures'] = []) {
      return {
        send: sendPicture,
        toError: wireErrorOf,
        onProgress: (part: UploadProgress) => {
          newest = { total: files.length, done: before + part.done, failures: [...failedBefore, ...part.failures] };
          setProgress(newest);
        },
      };
    }
  };
  return { progress, send, cancel: () => running.current?.abort() };
}

function joined(answers: readonly AddedMedia[]): AddedMedia {
  return {
    addedIds: answers.flatMap((answer): MediaId[] => answer.addedIds),
    addedCount: answers.reduce((sum, answer) => sum + answer.addedCount, 0),
    skipped: answers.flatMap((answer) => answer.skipped),
    skippedCount: answers.reduce((sum, answer) => sum + answer.skippedCount, 0),
  };
}
