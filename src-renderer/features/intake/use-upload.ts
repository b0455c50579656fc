import { useRef, useState } from 'react';
import type { AddedMedia } from '#common/contract/media';
import { wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { sendPicture } from './send-file';
import { type UploadProgress, uploadAll } from './upload-all';
import type { IntakeMode, useSettling } from './use-settling';

/** Up to here an upload is one run; of a longer one the first part is analysed while the rest still comes. */
const firstPart = 24;

/** Sends files over HTTP, with progress and cancel. The first file goes alone, so that it is on the stage at once. */
export function useUpload({ show, run }: Pick<ReturnType<typeof useSettling>, 'show' | 'run'>) {
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const running = useRef<AbortController | null>(null);
  const { tCount, errorText } = useTexts();
  const notify = useNotify();

  const send = async (files: readonly File[], mode: IntakeMode): Promise<void> => {
    if (files.length === 0) return;
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    let sofar: UploadProgress = { total: files.length, done: 0, failures: [] };

    const sendPart = async (part: readonly File[]): Promise<AddedMedia> => {
      const before = sofar;
      const onProgress = ({ done, failures }: UploadProgress) => {
        sofar = { ...before, done: before.done + done, failures: [...before.failures, ...failures] };
        if (running.current === abort) setProgress(sofar);
      };
      return joined(await uploadAll(part, { send: sendPicture, toError: wireErrorOf, onProgress }, abort.signal));
    };
    const first = await sendPart(files.slice(0, 1));
    show(first, mode);
    const head = joined([first, await sendPart(files.slice(1, firstPart))]);
    if (first.addedIds.length === 0) show(head, mode);
    const rest = files.slice(firstPart);
    if (mode === 'queue') await run(joined([head, await sendPart(rest)]), mode);
    else {
      await run(head, mode);
      if (rest.length > 0) await run(await sendPart(rest), mode);
    }

    if (running.current === abort) setProgress(null);
    if (sofar.failures.length > 0) {
      const details = sofar.failures.map(({ error }) => errorText(error));
      notify({ tone: 'bad', text: tCount('intake.uploadFailed', sofar.failures.length), details });
    }
  };
  return { progress, send, cancel: () => running.current?.abort() };
}

function joined(answers: readonly AddedMedia[]): AddedMedia {
  return {
    addedIds: answers.flatMap((answer) => answer.addedIds),
    addedCount: answers.reduce((sum, answer) => sum + answer.addedCount, 0),
    skipped: answers.flatMap((answer) => answer.skipped),
    skippedCount: answers.reduce((sum, answer) => sum + answer.skippedCount, 0),
  };
}
