import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DayCost } from '#common/contract/sessions';
import { totalsOf } from '#common/money';
import { useQueryApi } from '../../app/api';
import { downloadBlob } from '../../app/download';
import { PageHeader } from '../../app/frame/page-header';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { useMeter, useMoneyTexts } from '../sessions/use-sessions';
import { BudgetList } from './budget-list';
import { CostChart } from './cost-chart';
import { type Day, daysOf, monthAfter, monthOf, monthSpan, toCsv } from './days';

/** What a month cost, day by day, and what may be spent. */
export function CostsPage() {
  const { t, language } = useTexts();
  const [month, setMonth] = useState(() => monthOf(new Date()));
  const costs = useQuery(useQueryApi().sessions.costs.queryOptions({ input: monthSpan(month), staleTime: 0 })).data;
  const name = new Date(`${month}-15T12:00:00`).toLocaleDateString(language, { month: 'long', year: 'numeric' });
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('costs.title')}>
        <IconButton label={t('costs.previous')} onPress={() => setMonth(monthAfter(month, -1))}>
          <ChevronLeft size={16} />
        </IconButton>
        <span className="min-w-32 text-center tabular-nums">{name}</span>
        <IconButton label={t('costs.next')} onPress={() => setMonth(monthAfter(month, 1))}>
          <ChevronRight size={16} />
        </IconButton>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          {costs && <Month costs={costs} month={month} />}
          <BudgetList />
        </div>
      </div>
    </div>
  );
}

type MonthProps = { readonly costs: readonly DayCost[]; readonly month: string };

function Month({ costs, month }: MonthProps) {
  const { t } = useTexts();
  const { money } = useMoneyTexts();
  const forecast = useMeter()?.forecast.month ?? [];
  const days = useMemo(() => daysOf(costs), [costs]);
  const isNow = monthOf(new Date()) === month;
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="text-base font-semibold tabular-nums" data-testid="month-total">
          {days.length === 0 ? t('costs.empty') : money(totalsOf(costs.map(({ amount }) => amount)))}
        </h2>
        {isNow && forecast.length > 0 && (
          <p className="text-xs text-muted">
            {t('costs.forecast', {
              low: money(forecast.map(({ low }) => low)),
              high: money(forecast.map(({ high }) => high)),
            })}
          </p>
        )}
      </div>
      {days.length > 0 && (
        <>
          <CostChart days={days} span={monthSpan(month)} />
          <DayTable days={days} />
          <div className="flex justify-end gap-2">
            <Button
              size="small"
              onPress={() => downloadBlob(new Blob([toCsv(costs)], { type: 'text/csv' }), `reticle-costs-${month}.csv`)}
            >
              {t('costs.exportCsv')}
            </Button>
            <Button
              size="small"
              onPress={() =>
                downloadBlob(
                  new Blob([JSON.stringify(costs, null, 2)], { type: 'application/json' }),
                  `reticle-costs-${month}.json`,
                )
              }
            >
              {t('costs.exportJson')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function DayTable({ days }: { readonly days: readonly Day[] }) {
  const { t, formatNumber } = useTexts();
  const { money } = useMoneyTexts();
  return (
    <table className="w-full tabular-nums">
      <thead className="text-left text-xs text-muted">
        <tr>
          <th className="py-1 font-medium">{t('costs.day')}</th>
          <th className="py-1 text-right font-medium">{t('costs.sessions')}</th>
          <th className="py-1 text-right font-medium">{t('costs.idle')}</th>
          <th className="py-1 text-right font-medium">{t('costs.total')}</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, amounts, idle, sessionCount }) => (
          <tr key={day} className="border-t border-line">
            <td className="py-1">{day}</td>
            <td className="py-1 text-right">{formatNumber(sessionCount)}</td>
            <td className="py-1 text-right text-muted">{money(idle)}</td>
            <td className="py-1 text-right">{money(amounts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
