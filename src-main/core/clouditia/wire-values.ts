import { z } from 'zod';

// What is missing or unreadable is null, never zero: a cost that we do not know is not a cost of nothing.

/** A number, also one in quotes. */
export const looseNumber = z
  .union([z.number(), z.string().trim().min(1).transform(Number)])
  .pipe(z.number())
  .nullable()
  .catch(null);

export const looseText = z.string().nullable().catch(null);
export const looseFlag = z.boolean().catch(false);
export const looseTexts = z.array(z.string()).catch([]);

/** ISO 8601; a time without a zone is UTC, as the server's own are. */
export const looseTime = z
  .string()
  .transform((text) => new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`))
  .refine((date) => !Number.isNaN(date.getTime()))
  .nullable()
  .catch(null);

/** Gigabytes: `16`, `"16"` or `"16Gi"`. */
export const looseGigabytes = z
  .union([z.number(), z.string().transform((text) => Number(/^(\d+(?:\.\d+)?)\s*(?:Gi?B?)?$/i.exec(text.trim())?.[1]))])
  .pipe(z.number())
  .nullable()
  .catch(null);

/** Every entry of a list that can be read. No list is an empty one; one bad entry does not hide the others. */
export function looseList<T>(entry: z.ZodType<T>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((values) =>
      values.flatMap((value) => {
        const result = entry.safeParse(value);
        return result.success ? [result.data] : [];
      }),
    );
}
