import { Download } from 'lucide-react';
import type { Run } from '#common/contract/runs';
import { download } from '../../app/download';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';

const formats = ['json', 'jsonl', 'csv', 'mot'] as const;

/** All results of a run as one file. */
export function ExportMenu({ run }: { readonly run: Run }) {
  const { t } = useTexts();
  if (run.done === 0) {
    return (
      <Button size="small" icon={<Download size={13} aria-hidden />} whyDisabled={t('queue.exportEmpty')}>
        {t('queue.export')}
      </Button>
    );
  }
  return (
    <Menu
      label={t('queue.export')}
      entries={formats.map((format) => ({
        id: format,
        title: t('queue.exportAs', { format: format.toUpperCase() }),
        whyDisabled: format === 'mot' && run.total > 1 ? t('queue.exportMotOne') : undefined,
        run: () => download(`/export?format=${format}&run=${run.id}`),
      }))}
    >
      <IconButton size="small" label={t('queue.export')}>
        <Download size={14} />
      </IconButton>
    </Menu>
  );
}
