import { useState } from 'react';
import type { Connection, Provider } from '#common/contract/connections';
import { useApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';

const addresses: Record<Provider, string> = {
  clouditia: 'https://clouditia.com/jobs',
  eyepop: 'https://compute.eyepop.ai',
};
const providers: readonly Provider[] = ['eyepop', 'clouditia'];

type ConnectionDialogProps = {
  /** Null adds one; of another only the key is asked. */
  readonly connection: Connection | null;
  readonly onClose: () => void;
};

/** Where an account is and the key to it. What was typed is kept until it has been stored. */
export function ConnectionDialog({ connection, onClose }: ConnectionDialogProps) {
  const { t, errorText } = useTexts();
  const api = useApi();
  const [provider, setProvider] = useState<Provider>('eyepop');
  const [name, setName] = useState('EyePop');
  const [baseUrl, setBaseUrl] = useState(addresses.eyepop);
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const choose = (next: Provider) => {
    setProvider(next);
    setName(t(`connections.provider.${next}`));
    setBaseUrl(addresses[next]);
  };
  const save = async () => {
    if (key.trim() === '') return;
    try {
      if (connection) await api.connections.update({ connectionId: connection.id, key });
      else await api.connections.add({ provider, name, baseUrl, key });
      onClose();
    } catch (error) {
      setProblem(errorText(wireErrorOf(error)));
    }
  };
  return (
    <Dialog
      title={connection ? connection.name : t('connections.add')}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="primary" onPress={() => void save()}>
            {t('connections.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {!connection && (
          <>
            <div className="flex gap-3">
              <Select
                label={t('connections.provider')}
                value={provider}
                onChange={choose}
                options={providers.map((id) => ({ id, title: t(`connections.provider.${id}`) }))}
                className="w-36"
              />
              <TextField label={t('connections.name')} value={name} onChange={setName} className="flex-1" />
            </div>
            <TextField label={t('connections.address')} value={baseUrl} onChange={setBaseUrl} />
          </>
        )}
        <TextField
          label={t('connections.key')}
          type="password"
          value={key}
          onChange={setKey}
          onSubmit={() => void save()}
          hasFocusAtStart={connection !== null}
        />
        <p className="text-xs text-muted">{t('connections.keyNote')}</p>
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
