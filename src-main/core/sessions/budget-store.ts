import { z } from 'zod';
import { Budget } from '#common/contract/sessions';
import type { Database } from '../store/open-database';

const Row = z.object({
  id: z.string(),
  scope: Budget.shape.scope,
  tag: z.string().nullable(),
  minor: z.int(),
  currency: z.string(),
  steps: z.string(),
  isOn: z.int(),
});
const Taken = z.object({
  budgetId: z.string(),
  period: z.string(),
  fraction: z.number(),
  atMs: z.int(),
});

/** Budgets, and which of their steps were taken in which period. */
export class BudgetStore {
  constructor(private readonly database: Database) {}

  list(): Budget[] {
    const rows = this.database
      .prepare('SELECT id, scope, tag, minor, currency, steps, is_on AS isOn FROM budgets ORDER BY scope, id')
      .all();
    return z
      .array(Row)
      .parse(rows)
      .map(({ minor, currency, steps, isOn, ...rest }) =>
        Budget.parse({ ...rest, limit: { minor, currency }, steps: JSON.parse(steps), isOn: isOn === 1 }),
      );
  }

  save({ id, scope, tag, limit, steps, isOn }: Budget): void {
    this.database
      .prepare(
        `INSERT INTO budgets (id, scope, tag, minor, currency, steps, is_on) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, tag = excluded.tag, minor = excluded.minor,
         currency = excluded.currency, steps = excluded.steps, is_on = excluded.is_on`,
      )
      .run(id, scope, tag, limit.minor, limit.currency, JSON.stringify(steps), isOn ? 1 : 0);
  }

  remove(id: string): void {
    this.database.prepare('DELETE FROM budgets WHERE id = ?').run(id);
  }

  /** @returns whether it was not taken in this period before */
  take(budget: Budget, period: string, step: Budget['steps'][number], atMs: number, spentMinor: number): boolean {
    const { changes } = this.database
      .prepare(
        `INSERT OR IGNORE INTO budget_steps (budget_id, period, fraction, action, at_ms, spent_minor)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(budget.id, period, step.fraction, step.action, atMs, spentMinor);
    return changes > 0;
  }

  taken(period: string): z.infer<typeof Taken>[] {
    const rows = this.database
      .prepare('SELECT budget_id AS budgetId, period, fraction, at_ms AS atMs FROM budget_steps WHERE period = ?')
      .all(period);
    return z.array(Taken).parse(rows);
  }
}
