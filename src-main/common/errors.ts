import { z } from 'zod';
import { type TextParams, translate } from './texts/texts';

export const errorCodes = [
  'BUDGET_REACHED',
  'CANCELLED',
  'CLOUDITIA_BAD_ANSWER',
  'CLOUDITIA_BUSY',
  'CLOUDITIA_CREATE_UNKNOWN',
  'CLOUDITIA_KEY_REFUSED',
  'CLOUDITIA_NOT_FOUND',
  'CLOUDITIA_NOT_READY',
  'CLOUDITIA_NOT_STOPPED',
  'CLOUDITIA_NO_CREDIT',
  'CLOUDITIA_NO_GPU',
  'CLOUDITIA_QUEUE_ENDED',
  'CLOUDITIA_REFUSED',
  'CLOUDITIA_SESSION_ENDED',
  'CLOUDITIA_STILL_QUEUED',
  'CLOUDITIA_TIMED_OUT',
  'CLOUDITIA_UNREACHABLE',
  'CONNECTION_ADDRESS',
  'CONNECTION_IN_USE',
  'CONNECTION_NOT_FOUND',
  'CONNECTION_NO_KEY',
  'CONNECTION_NO_TEST',
  'DATA_FOLDER_IN_USE',
  'DISCONNECTED',
  'DISK_FULL',
  'DISK_TOO_SMALL',
  'ENGINE_DIED',
  'ENGINE_FAILED',
  'EXPORT_DIED',
  'EXPORT_NOT_FOUND',
  'EXPORT_ONE_VIDEO',
  'EYEPOP_BAD_ANSWER',
  'EYEPOP_BUSY',
  'EYEPOP_FORBIDDEN',
  'EYEPOP_HOST_UNKNOWN',
  'EYEPOP_KEY_REFUSED',
  'EYEPOP_NOT_EYEPOP',
  'EYEPOP_NEEDS_POP',
  'EYEPOP_NOT_READY',
  'EYEPOP_NO_CONNECTION',
  'EYEPOP_NO_ANSWER',
  'EYEPOP_NO_ENDPOINT',
  'EYEPOP_NO_KEY',
  'EYEPOP_PIPELINE_FAILED',
  'EYEPOP_PIPELINE_GONE',
  'EYEPOP_POP_FIXED',
  'EYEPOP_POP_NOT_STARTED',
  'EYEPOP_POP_REFUSED',
  'EYEPOP_POP_UNKNOWN',
  'EYEPOP_PROXY',
  'EYEPOP_REFUSED',
  'EYEPOP_SESSION_DEAD',
  'EYEPOP_SESSION_GONE',
  'EYEPOP_SETTINGS',
  'EYEPOP_SOURCES_COUNT',
  'EYEPOP_SOURCE_FAILED',
  'EYEPOP_TLS',
  'EYEPOP_TOKEN_EXPIRED',
  'EYEPOP_UNPREPARED',
  'EYEPOP_UNREACHABLE',
  'EYEPOP_WHOLE_VIDEOS',
  'FFMPEG_MISSING',
  'INTERNAL',
  'MEDIA_CHANGED',
  'MEDIA_EMPTY',
  'MEDIA_FORBIDDEN',
  'MEDIA_GONE',
  'MEDIA_NOT_A_PICTURE',
  'MEDIA_NOT_FOUND',
  'MEDIA_TOO_LARGE',
  'MEDIA_UNREADABLE',
  'MODEL_ALREADY_ADDED',
  'MODEL_BUILT_IN',
  'MODEL_CUSTOM_OPERATORS',
  'MODEL_NOT_FOUND',
  'MODEL_NOT_ONNX',
  'MODEL_UNKNOWN_FAMILY',
  'MODEL_UNREADABLE',
  'NOTHING_TO_RUN',
  'OUTPUT_REFUSED',
  'POP_EMPTY',
  'POP_INFERENCE_TYPE',
  'POP_INVALID',
  'POP_MODEL_GONE',
  'POP_NOT_FOUND',
  'POP_NOT_LOCAL',
  'POP_NO_MODEL',
  'POP_PART_NOT_LOCAL',
  'POP_READY_MADE',
  'POP_TRANSFORM',
  'RUN_NOT_FOUND',
  'SESSION_NOT_FOUND',
  'SESSION_NOT_MADE',
  'SESSION_NO_PROVIDER',
  'STORE_CORRUPT',
  'STORE_TOO_NEW',
  'UPLOAD_FAILED',
  'USAGE',
  'VIDEO_CUT_FAILED',
  'VIDEO_DECODER_FAILED',
  'VIDEO_ENCODER_FAILED',
  'VIDEO_NO_DECODER',
  'VIDEO_NO_PICTURES',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error as it crosses a border: the page words it in its own language from `code` and `params`. */
export const WireError = z.object({
  code: z.enum(errorCodes),
  userMessage: z.string().describe('the English sentence'),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type WireError = z.infer<typeof WireError>;

/** A failure we foresaw. Anything else that is thrown is a bug. */
export class ReticleError extends Error {
  override name = 'ReticleError';
  readonly userMessage: string;

  constructor(
    readonly code: ErrorCode,
    readonly params: TextParams = {},
    options?: ErrorOptions,
  ) {
    const userMessage = translate('en', `error.${code}`, params);
    super(`${code}: ${userMessage}`, options);
    this.userMessage = userMessage;
  }
}

/** The one place an error becomes data. Stacks, paths of ours and tokens stay in the log. */
export function toWireError(error: unknown, signal?: { readonly aborted: boolean }): WireError {
  if (signal?.aborted) return { code: 'CANCELLED', userMessage: '', params: {} };
  if (error instanceof ReticleError) {
    return { code: error.code, userMessage: error.userMessage, params: { ...error.params } };
  }
  return { code: 'INTERNAL', userMessage: translate('en', 'error.INTERNAL'), params: {} };
}

/** The way back, for an error that came over a border of our own (the inference process). */
export function fromWireError(wire: WireError): ReticleError {
  return new ReticleError(wire.code, wire.params);
}
