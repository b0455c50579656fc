import { useEffect, useState } from 'react';
import type { Preflight } from '#common/contract/runs';
import type { WireError } from '#common/errors';
import { useApi, wireErrorOf } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import type { BatchOf } from '../../app/view-store';

type State = { readonly preflight: Preflight | null; readonly error: WireError | null };

/** What is found in the files of a batch, while they are looked at; ends when the sheet closes. */
export function usePreflight(mediaIds: BatchOf): State {
  const api = useApi();
  const { modelId, popId, reuseResults, where } = useSettings();
  const [state, setState] = useState<State>({ preflight: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether results are reused changes what is found
  useEffect(() => {
    const reader = new AbortController();
    const read = async () => {
      const ids = mediaIds === 'all' ? 'all' : [...mediaIds];
      const found = await api.runs.preflight({ mediaIds: ids, modelId, popId, where }, { signal: reader.signal });
      for await (const preflight of found) setState({ preflight, error: null });
    };
    read().catch((error: unknown) => {
      if (!reader.signal.aborted) setState({ preflight: null, error: wireErrorOf(error) });
    });
    return () => reader.abort();
  }, [api, mediaIds, modelId, popId, where, reuseResults]);
  return state;
}
