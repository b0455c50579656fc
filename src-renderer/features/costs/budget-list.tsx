import { useState } from 'react';
import type { Budget, BudgetState } from '#common/contract/sessions';
import { amountOf, moneyOf } from '#common/money';
import { useApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { Progress } from '../../ui/progress';
import { Switch } from '../../ui/switch';
import { TextField } from '../../ui/text-field';
import { useMeter } from '../sessions/use-sessions';

/** What may be spent; each is on unless the person switched it off. */
export function BudgetList() {
  const { t } = useTexts();
  const budgets = useMeter()?.budgets ?? [];
  if (budgets.length === 0) return null;
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div>
        <h2 className="font-semibold">{t('costs.budgets')}</h2>
        <p className="text-xs text-muted">{t('costs.budgetsNote')}</p>
      </div>
      {budgets.map((state) => (
        <BudgetRow key={`${state.budget.id} ${state.budget.limit.minor}`} state={state} />
      ))}
    </section>
  );
}

function BudgetRow({ state: { budget, spent, fraction } }: { readonly state: BudgetState }) {
  const { t, formatMoney, errorText } = useTexts();
  const api = useApi();
  const notify = useNotify();
  const { currency } = budget.limit;
  const scope = t(`costs.budget.${budget.scope}`, { tag: budget.tag ?? '' });
  const [text, setText] = useState(String(amountOf(budget.limit)));
  const keep = async (changed: Partial<Budget>) => {
    try {
      await api.sessions.saveBudget({ ...budget, ...changed });
    } catch (error) {
      notify({ tone: 'bad', text: errorText(wireErrorOf(error)) });
    }
  };
  const keepLimit = () => {
    const amount = Number(text);
    if (amount >= 0 && text.trim() !== '') void keep({ limit: moneyOf(amount, currency) });
  };
  return (
    <div className="flex items-end gap-4 border-t border-line pt-3">
      <TextField
        label={t('costs.budgetLimit', { scope, currency })}
        type="number"
        value={text}
        onChange={setText}
        onSubmit={keepLimit}
        className="w-48"
      />
      <Progress
        label={t('costs.budgetState', { spent: formatMoney(spent), limit: formatMoney(budget.limit) })}
        fraction={Math.min(1, fraction)}
        className="flex-1"
      />
      <Switch isOn={budget.isOn} onChange={(isOn) => void keep({ isOn })}>
        <span className="sr-only">{scope}</span>
      </Switch>
    </div>
  );
}
