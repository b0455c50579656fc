import { useQuery } from '@tanstack/react-query';
import type { Meter, Session } from '#common/contract/sessions';
import type { Money, Rate } from '#common/money';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';

/** Newest first; ended ones beyond these are on the Costs page. */
export function useSessions(): readonly Session[] | undefined {
  return useQuery(useQueryApi().sessions.list.queryOptions({ input: { offset: 0, limit: 200 } })).data;
}

/** Asked again twice a minute, too: rates go on without anything changing. */
export function useMeter(): Meter | undefined {
  return useQuery(useQueryApi().sessions.meter.queryOptions({ refetchInterval: 30_000 })).data;
}

export const isOver = ({ state, billing }: Session): boolean =>
  (billing === 'none' || billing === 'ended') && state !== 'queued' && state !== 'asked' && state !== 'starting';

/** What a person has to look at: what nobody asked for, what did not stop, what nobody can say. */
export const needsAttention = ({ isOrphan, stop, billing }: Session): boolean =>
  isOrphan || stop?.outcome === 'unconfirmed' || billing === 'unknown';

/** Words for amounts, one beside the other where they are in different currencies. */
export function useMoneyTexts() {
  const { t, formatMoney, formatHourly } = useTexts();
  return {
    money: (amounts: readonly Money[]) => amounts.map(formatMoney).join(' + '),
    rates: (rates: readonly Rate[]) =>
      rates.map((rate) => t('sessions.perHour', { amount: formatHourly(rate) })).join(' + '),
  };
}

/** A refusal is said where the person looks. */
export function useSessionActions() {
  const api = useApi();
  const { errorText } = useTexts();
  const notify = useNotify();
  const attempt = async (call: () => Promise<unknown>) => {
    try {
      await call();
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: errorText(wire) });
    }
  };
  return {
    stop: ({ id }: Session) => attempt(() => api.sessions.stop({ sessionId: id })),
    stopAll: () => attempt(() => api.sessions.stopAll()),
    adopt: ({ id }: Session) => attempt(() => api.sessions.adopt({ sessionId: id, tags: [] })),
    rename: ({ id }: Session, name: string) => attempt(() => api.sessions.rename({ sessionId: id, name })),
    look: ({ connectionId }: Pick<Session, 'connectionId'>) => attempt(() => api.sessions.look({ connectionId })),
  };
}
