import { Share } from 'lucide-react';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';
import { useShownPicture } from './shown-picture';
import { exportFormats, useInspectActions } from './use-inspect-actions';

/** What can be taken away: the data, the view, the annotated picture. */
export function ActionsMenu() {
  const { t } = useTexts();
  const actions = useInspectActions();
  const { result, picture } = useShownPicture();
  const copyKeys = useChordParts('inspect.copyView');
  const saveKeys = useChordParts('inspect.save');
  const exportKeys = useChordParts('inspect.export');
  const needsResult = result ? undefined : t('inspect.noResultTitle');
  const needsPicture = picture.state === 'ready' ? undefined : t('inspect.pictureFailed');
  return (
    <Menu
      label={t('inspect.actions')}
      entries={[
        {
          id: 'save',
          title: t('inspect.save'),
          run: () => void actions.saveAnnotated(),
          whyDisabled: needsPicture,
          ...(saveKeys ? { keys: saveKeys } : {}),
        },
        {
          id: 'copy-view',
          title: t('inspect.copyView'),
          run: () => void actions.copyView(),
          whyDisabled: needsPicture,
          ...(copyKeys ? { keys: copyKeys } : {}),
        },
        { id: 'copy-json', title: t('inspect.copyJson'), run: () => void actions.copyJson(), whyDisabled: needsResult },
        ...exportFormats.map((format) => ({
          id: format,
          title: t('inspect.exportAs', { format: format.toUpperCase() }),
          run: () => actions.exportAs(format),
          whyDisabled: needsResult,
          ...(format === 'json' && exportKeys ? { keys: exportKeys } : {}),
        })),
      ]}
    >
      <IconButton label={t('inspect.actions')} placement="top">
        <Share size={15} />
      </IconButton>
    </Menu>
  );
}
