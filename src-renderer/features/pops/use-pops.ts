import { useQuery } from '@tanstack/react-query';
import type { SavedPop } from '#common/contract/pops';
import { en } from '#common/texts/en/index';
import type { TextKey } from '#common/texts/texts';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';

/** All Pops, those that come with the app first. */
export function usePops(): readonly SavedPop[] {
  return useQuery(useQueryApi().pops.list.queryOptions()).data ?? noPops;
}
const noPops: readonly SavedPop[] = [];

/** Names a Pop: those that come with the app in the language of the page. */
export function usePopName(): (pop: Pick<SavedPop, 'id' | 'name' | 'readyMade'>) => string {
  const { t } = useTexts();
  return ({ id, name, readyMade }) => {
    const key = `pops.${id.replace(':', '.')}`;
    return readyMade && isTextKey(key) ? t(key) : name;
  };
}

const isTextKey = (key: string): key is TextKey => Object.hasOwn(en, key);
