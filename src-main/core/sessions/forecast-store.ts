import { z } from 'zod';
import type { Forecast, PastForecast } from '#common/contract/sessions';
import type { Database } from '../store/open-database';

const Row = z.object({
  period: z.string(),
  currency: z.string(),
  low: z.int(),
  expected: z.int(),
  high: z.int(),
  actual: z.int(),
});

/** What was expected of days and months at their beginning. */
export class ForecastStore {
  constructor(private readonly database: Database) {}

  /** The first word about a period is the one that is kept. */
  keep(period: string, { low, expected, high }: Forecast): void {
    this.database
      .prepare(
        'INSERT OR IGNORE INTO forecasts (period, currency, expected_minor, low_minor, high_minor) VALUES (?, ?, ?, ?, ?)',
      )
      .run(period, expected.currency, expected.minor, low.minor, high.minor);
  }

  /** Of periods that are over, newest first. @param today - `2026-02-03` */
  past(today: string): PastForecast[] {
    const rows = this.database
      .prepare(
        `SELECT period, currency, low_minor AS low, expected_minor AS expected, high_minor AS high,
           (SELECT coalesce(sum(minor), 0) FROM cost_days
            WHERE day BETWEEN period AND period || '-99' AND cost_days.currency = forecasts.currency) AS actual
         FROM forecasts WHERE period < substr(?, 1, length(period)) ORDER BY period DESC LIMIT 400`,
      )
      .all(today);
    return z
      .array(Row)
      .parse(rows)
      .map(({ period, currency, low, expected, high, actual }) => {
        const money = (minor: number) => ({ minor, currency });
        const forecast = { low: money(low), expected: money(expected), high: money(high) };
        return { period, forecast, actual: money(actual) };
      });
  }
}
