/**
 * An id for people and for the command line, made of a model's name: `YOLOX nano (v2)` becomes `yolox-nano-v2`.
 *
 * @param isTaken - a number is put behind the slug until nobody has it
 */
export function uniqueSlug(name: string, isTaken: (slug: string) => boolean): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug =
    plain
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'model';
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number += 1) if (!isTaken(`${slug}-${number}`)) return `${slug}-${number}`;
}
