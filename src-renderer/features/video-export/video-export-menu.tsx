import { skipToken, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useQueryApi } from '../../app/api';
import { download } from '../../app/download';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';
import { useVideoExports } from './use-video-exports';

const listFormats = ['jsonl', 'csv'] as const;

/** What can be taken away of the video on the stage. */
export function VideoExportMenu({ onFindSegments }: { readonly onFindSegments: () => void }) {
  const { t } = useTexts();
  const { of, annotate } = useVideoExports();
  const tracks = useQuery(useQueryApi().video.tracks.queryOptions({ input: of ?? skipToken })).data;
  const needsRun = of ? undefined : t('exports.noResults');
  const needsTracks = tracks?.length === 0 ? t('exports.noTracks') : undefined;
  const save = (format: string) => of && download(`/export?format=${format}&run=${of.runId}&media=${of.mediaId}`);
  return (
    <Menu
      label={t('exports.menu')}
      entries={[
        { id: 'annotated', title: t('exports.annotated'), whyDisabled: needsRun, run: annotate },
        { id: 'segments', title: t('exports.segments'), whyDisabled: needsRun, run: onFindSegments },
        { id: 'mot', title: t('exports.tracks'), whyDisabled: needsRun ?? needsTracks, run: () => save('mot') },
        ...listFormats.map((format) => ({
          id: format,
          title: t('exports.as', { format: format.toUpperCase() }),
          whyDisabled: needsRun,
          run: () => save(format),
        })),
      ]}
    >
      <IconButton label={t('exports.menu')} placement="top">
        <Download size={15} />
      </IconButton>
    </Menu>
  );
}
