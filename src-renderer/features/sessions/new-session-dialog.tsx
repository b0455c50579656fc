import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '#common/contract/connections';
import type { Offer } from '#common/contract/sessions';
import { moneyOf } from '#common/money';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Dialog } from '../../ui/dialog';
import { Progress } from '../../ui/progress';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import { TextField } from '../../ui/text-field';

/** Limits are never empty at first: what is forgotten ends by itself. */
const firstCostLimit = '2';
const firstHoursLimit = '2';
const machine = { vcpu: 4, ramGb: 16, storageGb: 50 };

/** Asks for a session: which GPUs, and what it may cost at most. Nothing is started before its button is pressed. */
export function NewSessionDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, errorText, formatMoney, formatHourly } = useTexts();
  const api = useApi();
  const connections = useConnections();
  const [connectionId, setConnectionId] = useState(connections[0]?.id ?? null);
  const { offers, error } = useOffers(connectionId);
  // One press and a second one by mistake ask for the same session.
  const [requestId] = useState(() => crypto.randomUUID());
  const [type, setType] = useState<string | null>(null);
  const [count, setCount] = useState('1');
  const [name, setName] = useState('');
  const [costText, setCostText] = useState(firstCostLimit);
  const [hoursText, setHoursText] = useState(firstHoursLimit);
  const [allowPartial, setAllowPartial] = useState(false);
  const [queues, setQueues] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  const chosen = offers?.find((offer) => offer.type === type) ?? null;
  const currency = chosen?.rate?.currency ?? offers?.find(({ rate }) => rate)?.rate?.currency ?? 'EUR';
  const gpus = Math.max(1, Math.min(64, Math.floor(Number(count)) || 1));
  const costLimit = Number(costText) > 0 ? moneyOf(Number(costText), currency) : null;
  const seconds = Number(hoursText) > 0 ? Math.round(Number(hoursText) * 3600) : null;
  const rate = chosen?.rate && { ...chosen.rate, microPerHour: chosen.rate.microPerHour * gpus };

  const start = async () => {
    if (!chosen || !connectionId || isAsking) return;
    setIsAsking(true);
    setProblem(null);
    try {
      await api.sessions.create({
        ...{ requestId, connectionId, ...machine, tags: [] },
        name: name.trim() === '' ? null : name.trim(),
        gpus: [{ type: chosen.type, count: gpus }],
        costLimit,
        durationLimitSeconds: seconds,
        allowPartial,
        queueIfUnavailable: queues,
      });
      onClose();
    } catch (cause) {
      setProblem(errorText(wireErrorOf(cause)));
      setIsAsking(false);
    }
  };
  return (
    <Dialog
      title={t('sessions.new')}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
      width="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="primary" whyDisabled={chosen ? undefined : t('sessions.newType')} onPress={() => void start()}>
            {rate
              ? t('sessions.newStart', { rate: t('sessions.perHour', { amount: formatHourly(rate) }) })
              : t('sessions.newStartUnknown')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {connections.length > 1 && (
          <Select
            label={t('connections.title')}
            value={connectionId ?? ''}
            onChange={(id) => setConnectionId(connections.find((one) => one.id === id)?.id ?? null)}
            options={connections.map((one) => ({ id: one.id, title: one.name }))}
            className="w-60"
          />
        )}
        {error && (
          <p role="alert" className="text-danger">
            {errorText(error)}
          </p>
        )}
        {!offers && !error && <Progress label={t('sessions.look')} fraction={null} isLabelHidden />}
        {offers && <OfferTable offers={offers} chosen={type} onChosen={setType} />}
        <div className="flex gap-3">
          <TextField label={t('sessions.newCount')} type="number" value={count} onChange={setCount} className="w-20" />
          <TextField label={t('sessions.newName')} value={name} onChange={setName} className="flex-1" />
          <TextField
            label={t('sessions.limitCost', { currency })}
            type="number"
            value={costText}
            onChange={setCostText}
            className="w-40"
          />
          <TextField
            label={t('sessions.limitHours')}
            type="number"
            value={hoursText}
            onChange={setHoursText}
            className="w-40"
          />
        </div>
        <p className={classNames('font-medium', !costLimit && !seconds && 'text-danger')} data-testid="worst-case">
          {costLimit
            ? t('sessions.newWorst', { amount: formatMoney(costLimit) })
            : seconds && rate
              ? t('sessions.newWorst', {
                  amount: formatHourly({ ...rate, microPerHour: (rate.microPerHour * seconds) / 3600 }),
                })
              : t('sessions.newWorstNone')}
        </p>
        <div className="flex flex-wrap gap-x-6">
          <Switch isOn={allowPartial} onChange={setAllowPartial}>
            {t('sessions.newPartial')}
          </Switch>
          <Switch isOn={queues} onChange={setQueues}>
            {t('sessions.newQueue')}
          </Switch>
        </div>
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** Those at which sessions can be started. */
function useConnections(): readonly Connection[] {
  const known = useQuery(useQueryApi().connections.list.queryOptions()).data?.connections ?? [];
  return known.filter(({ provider }) => provider === 'clouditia');
}

function useOffers(connectionId: Connection['id'] | null) {
  const input = connectionId === null ? skipToken : { connectionId };
  const { data, error } = useQuery(useQueryApi().sessions.offers.queryOptions({ input, staleTime: 0, gcTime: 0 }));
  return { offers: data, error: error && wireErrorOf(error) };
}

type OfferTableProps = {
  readonly offers: readonly Offer[];
  readonly chosen: string | null;
  readonly onChosen: (type: string) => void;
};

function OfferTable({ offers, chosen, onChosen }: OfferTableProps) {
  const { t, formatHourly, formatNumber } = useTexts();
  if (offers.length === 0) return <p className="text-muted">{t('sessions.noStock')}</p>;
  return (
    <table className="w-full">
      <thead className="text-left text-xs text-muted">
        <tr>
          <th className="py-1 font-medium">{t('sessions.newType')}</th>
          <th className="py-1 text-right font-medium">{t('sessions.newStock')}</th>
          <th className="py-1 text-right font-medium">{t('sessions.newPrice')}</th>
        </tr>
      </thead>
      <tbody>
        {offers.map(({ type, name, available, rate }) => (
          <tr key={type} className={classNames('border-t border-line', chosen === type && 'bg-accent-soft')}>
            <td className="py-1">
              <label className="flex items-center gap-2">
                <input type="radio" name="gpu" checked={chosen === type} onChange={() => onChosen(type)} />
                {name}
              </label>
            </td>
            <td className={classNames('py-1 text-right tabular-nums', available === 0 && 'text-muted')}>
              {formatNumber(available)}
            </td>
            <td className="py-1 text-right tabular-nums">{rate ? formatHourly(rate) : '?'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
