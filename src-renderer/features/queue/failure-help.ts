import type { ErrorCode } from '#common/errors';
import type { TextKey } from '#common/texts/texts';

/** The one thing that helps against a cause. */
export type Help = 'retry' | 'remove' | 'models' | 'pops';

export type Cause = { readonly titleKey: TextKey; readonly help: Help };

const causes: readonly (readonly [RegExp, Cause])[] = [
  [/^MEDIA_(GONE|NOT_FOUND)$/, { titleKey: 'queue.cause.gone', help: 'remove' }],
  [/^MEDIA_FORBIDDEN$/, { titleKey: 'queue.cause.forbidden', help: 'retry' }],
  [/^MEDIA_CHANGED$/, { titleKey: 'queue.cause.changed', help: 'retry' }],
  [/^MEDIA_TOO_LARGE$/, { titleKey: 'queue.cause.tooLarge', help: 'remove' }],
  [/^VIDEO_NO_DECODER$/, { titleKey: 'queue.cause.ffmpeg', help: 'retry' }],
  [/^(MEDIA_|VIDEO_NO_PICTURES)/, { titleKey: 'queue.cause.unreadable', help: 'remove' }],
  [/^FFMPEG_MISSING$/, { titleKey: 'queue.cause.ffmpeg', help: 'retry' }],
  [/^(VIDEO_|ENGINE_)/, { titleKey: 'queue.cause.engine', help: 'retry' }],
  [/^OUTPUT_/, { titleKey: 'queue.cause.output', help: 'retry' }],
  [/^MODEL_/, { titleKey: 'queue.cause.model', help: 'models' }],
  [/^POP_/, { titleKey: 'queue.cause.pop', help: 'pops' }],
];

/** What a group of failures is called, and what helps. */
export function causeOf(code: ErrorCode): Cause {
  const known = causes.find(([pattern]) => pattern.test(code));
  return known?.[1] ?? { titleKey: 'queue.cause.other', help: 'retry' };
}
