import type { z } from 'zod';
import { AddedMedia } from '#common/contract/media';
import { Model } from '#common/contract/models';
import { WireError } from '#common/errors';
import { translate } from '#common/texts/texts';
import { RefusedRequestError } from '../../app/wire-error-of';

/** Streams a picture to the core; the file is never held in memory as a whole. */
export const sendPicture = (file: File, signal: AbortSignal): Promise<AddedMedia> =>
  put('/upload', file, AddedMedia, signal);

/** Streams a model to the core, which recognises its family. */
export const sendModel = (file: File, signal: AbortSignal): Promise<Model> => put('/upload-model', file, Model, signal);

async function put<T>(path: string, file: File, answerShape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const response = await fetch(`${path}?name=${encodeURIComponent(file.name)}`, { method: 'PUT', body: file, signal });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const refused = WireError.safeParse(answer);
    throw new RefusedRequestError(refused.success ? refused.data : uploadFailed(file.name));
  }
  const parsed = answerShape.safeParse(answer);
  if (!parsed.success) throw new RefusedRequestError(uploadFailed(file.name));
  return parsed.data;
}

function uploadFailed(name: string): WireError {
  const params = { name };
  return { code: 'UPLOAD_FAILED', userMessage: translate('en', 'error.UPLOAD_FAILED', params), params };
}
