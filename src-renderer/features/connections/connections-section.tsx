import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Connection } from '#common/contract/connections';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { ConnectionDialog } from './connection-dialog';

/** Accounts at providers: added, tested, given another key, removed. */
export function ConnectionsSection() {
  const { t } = useTexts();
  const { data } = useQuery(useQueryApi().connections.list.queryOptions());
  const [isAdding, setIsAdding] = useState(false);
  if (!data) return null;
  return (
    <>
      {data.connections.length === 0 && <p className="text-muted">{t('connections.empty')}</p>}
      <ul className="flex flex-col">
        {data.connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </ul>
      <div className="flex items-center justify-between gap-4">
        <p className="text-xs text-muted">{t(`connections.keysIn.${data.keysKeptIn}`)}</p>
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => setIsAdding(true)}>
          {t('connections.add')}
        </Button>
      </div>
      {isAdding && <ConnectionDialog connection={null} onClose={() => setIsAdding(false)} />}
    </>
  );
}

type Answer = { readonly isGood: boolean; readonly text: string };

function ConnectionRow({ connection }: { readonly connection: Connection }) {
  const { t, errorText } = useTexts();
  const api = useApi();
  const [opened, setOpened] = useState<'key' | 'removal' | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { id, name, provider, baseUrl, hasKey } = connection;
  const providerName = t(`connections.provider.${provider}`);

  const test = async () => {
    setAnswer({ isGood: true, text: t('connections.testing', { provider: providerName }) });
    try {
      const { account } = await api.connections.test({ connectionId: id });
      const text = account === null ? t('connections.accountUnknown') : t('connections.account', { account });
      setAnswer({ isGood: true, text });
    } catch (error) {
      setAnswer({ isGood: false, text: errorText(wireErrorOf(error)) });
    }
  };
  return (
    <li className="flex items-start justify-between gap-4 border-b border-line py-2 first:pt-0">
      <div className="min-w-0">
        <p className="truncate font-medium">
          {name} <span className="font-normal text-muted">{providerName}</span>
        </p>
        <p className="truncate font-mono text-xs text-muted">{baseUrl}</p>
        {!hasKey && <p className="text-xs text-danger">{t('connections.noKey')}</p>}
        {answer && (
          <p role="status" className={classNames('text-xs', answer.isGood ? 'text-ok' : 'text-danger')}>
            {answer.text}
          </p>
        )}
      </div>
      <div className="flex shrink-0 gap-1.5">
        <Button size="small" onPress={() => void test()}>
          {t('connections.test')}
        </Button>
        <Button size="small" onPress={() => setOpened('key')}>
          {t('connections.newKey')}
        </Button>
        <Button size="small" look="quietDanger" onPress={() => setOpened('removal')}>
          {t('connections.remove')}
        </Button>
      </div>
      {opened === 'key' && <ConnectionDialog connection={connection} onClose={() => setOpened(null)} />}
      {opened === 'removal' && <RemovalDialog connection={connection} onClose={() => setOpened(null)} />}
    </li>
  );
}

type RemovalDialogProps = { readonly connection: Connection; readonly onClose: () => void };

function RemovalDialog({ connection: { id, name }, onClose }: RemovalDialogProps) {
  const { t, errorText } = useTexts();
  const api = useApi();
  const notify = useNotify();
  const remove = async () => {
    try {
      await api.connections.remove({ connectionId: id });
    } catch (error) {
      notify({ tone: 'bad', text: errorText(wireErrorOf(error)) });
    }
  };
  return (
    <ConfirmDialog
      title={t('connections.removeTitle')}
      text={t('connections.removeSure', { name })}
      action={t('connections.remove')}
      cancel={t('app.cancel')}
      closeLabel={t('app.close')}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
