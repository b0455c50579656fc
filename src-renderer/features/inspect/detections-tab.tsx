import { ScanSearch } from 'lucide-react';
import { useTexts } from '../../app/texts';
import { EmptyState } from '../../ui/empty-state';
import { ClassList } from './class-list';
import { ObjectList } from './object-list';
import { useShownPicture } from './shown-picture';
import { WholePictureClasses } from './whole-picture-classes';
import { zeroStateOf } from './zero-state';

/** Classes with their switches, then the objects: the picture's twin for the keyboard and for screen readers. */
export function DetectionsTab() {
  const { t } = useTexts();
  const { shown, isLookedAt } = useShownPicture();
  if (!shown) {
    return (
      <EmptyState icon={<ScanSearch size={20} />} title={t('inspect.noResultTitle')} text={t('inspect.noResultText')} />
    );
  }
  if (!isLookedAt) {
    return (
      <EmptyState
        icon={<ScanSearch size={20} />}
        title={t('inspect.frameNotAnalysed')}
        text={t('inspect.frameNotAnalysedText')}
      />
    );
  }
  const zero = zeroStateOf(shown.overlay.scene, shown.overlay.kept, 0);
  if (zero?.why === 'nothing') {
    return <EmptyState icon={<ScanSearch size={20} />} title={t('inspect.nothingAtAll')} />;
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <WholePictureClasses />
      {shown.overlay.scene.count > 0 && (
        <>
          <ClassList overlay={shown.overlay} />
          <ObjectList overlay={shown.overlay} />
        </>
      )}
    </div>
  );
}
