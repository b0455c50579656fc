import { amountOf, type Money, type Rate } from '#common/money';
import type { Language } from '#common/texts/texts';

/** Figures as people of a language write them. Every one carries its unit, except plain numbers. */
export function formats(language: Language) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const confidence = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const unit = (value: number, name: string, fractionDigits: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: fractionDigits,
    }).format(value);

  return {
    formatNumber: (value: number) => number.format(value),
    /** @param fraction - 0..1 */
    formatPercent: (fraction: number) => percent.format(fraction),
    /** @param fraction - 0..1; with one decimal, where whole percents are too coarse */
    formatShare: (fraction: number) => share.format(fraction),
    /** @param limit - 0..1; always two decimals, so that nothing jumps while it is moved */
    formatConfidence: (limit: number) => confidence.format(limit),
    formatBytes: (bytes: number) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
      const value = bytes / 1000 ** power;
      return unit(value, units[power] ?? 'byte', value < 10 && power > 0 ? 1 : 0);
    },
    /** Whole milliseconds below a second, then seconds, then minutes and hours. */
    formatDuration: (ms: number) => {
      if (ms < 1_000) return unit(ms, 'millisecond', ms < 10 ? 1 : 0);
      if (ms < 60_000) return unit(ms / 1_000, 'second', ms < 10_000 ? 1 : 0);
      const minutes = Math.round(ms / 60_000);
      if (minutes < 60) return unit(minutes, 'minute', 0);
      return `${unit(Math.floor(minutes / 60), 'hour', 0)} ${unit(minutes % 60, 'minute', 0)}`;
    },
    /** In its own currency, with all its minor units. */
    formatMoney: (money: Money) =>
      new Intl.NumberFormat(language, { style: 'currency', currency: money.currency }).format(amountOf(money)),
    /** What an hour costs; without its "/h". */
    formatHourly: ({ microPerHour, currency }: Rate) =>
      new Intl.NumberFormat(language, { style: 'currency', currency }).format(microPerHour / 1e6),
    formatTime: (ms: number) => time.format(ms),
    /** @param ms - since 1970 */
    formatDateTime: (ms: number) => dateTime.format(ms),
  };
}
