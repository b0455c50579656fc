/** Seconds as a person types them, with a point or a comma; null where it is no such figure. */
export function seconds(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}
