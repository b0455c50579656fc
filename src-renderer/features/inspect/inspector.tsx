import { useTexts } from '../../app/texts';
import { Tabs } from '../../ui/tabs';
import { DetectionsTab } from './detections-tab';
import { Headline } from './headline';
import { type InspectorTab, useInspect, useInspectStore } from './inspect-store';
import { ObjectTab } from './object-tab';
import { RawTab } from './raw-tab';

const tabs: readonly InspectorTab[] = ['detections', 'object', 'raw'];

/** What the model said, in words and figures, beside the picture. */
export function Inspector() {
  const { t } = useTexts();
  const store = useInspectStore();
  const tab = useInspect((state) => state.tab);
  return (
    <section
      aria-label={t('app.inspector')}
      className="flex h-full min-h-0 flex-col bg-surface"
      data-testid="inspector"
    >
      <Headline />
      <Tabs
        label={t('app.inspector')}
        selected={tab}
        onSelect={(id) => store.setState({ tab: tabs.find((known) => known === id) ?? 'detections' })}
        className="min-h-0 flex-1"
        items={[
          { id: 'detections', title: t('inspect.detections'), content: <DetectionsTab /> },
          { id: 'object', title: t('inspect.object'), content: <ObjectTab /> },
          { id: 'raw', title: t('inspect.raw'), content: <RawTab /> },
        ]}
      />
    </section>
  );
}
