import { Download, Trash2 } from 'lucide-react';
import type { ExportFile, ExportJob } from '#common/contract/exports';
import { download } from '../../app/download';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { IconButton } from '../../ui/icon-button';
import { Progress } from '../../ui/progress';
import { timecode } from '../timeline/timecode';
import { useVideoSession } from '../timeline/video-session';
import { useVideoExports } from './use-video-exports';

/** One export: how far it is, what it made, or why it failed. */
export function ExportJobCard({ job }: { readonly job: ExportJob }) {
  const { t, errorText } = useTexts();
  const { cancel, remove } = useVideoExports();
  const isOpen = job.state === 'running' || job.state === 'waiting';
  const title = t(job.kind === 'annotated' ? 'exports.annotated' : 'exports.clips');
  return (
    <li
      aria-label={title}
      data-testid="export-job"
      data-state={job.state}
      className="flex flex-col gap-1.5 rounded-lg border border-line bg-surface p-3 shadow-xl"
    >
      <div className="flex items-center gap-2">
        {job.state === 'running' ? (
          <Progress label={title} fraction={job.fraction} className="flex-1" />
        ) : (
          <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
        )}
        {isOpen ? (
          <Button size="small" onPress={() => cancel(job)}>
            {t('app.cancel')}
          </Button>
        ) : (
          <>
            {job.files.length > 0 && (
              <CopyButton text={job.folder} label={t('exports.copyFolder')} doneLabel={t('exports.copied')} />
            )}
            <IconButton size="small" label={t('exports.delete')} onPress={() => remove(job)}>
              <Trash2 size={13} />
            </IconButton>
          </>
        )}
      </div>
      {job.state === 'waiting' && <p className="text-xs text-muted">{t('exports.state.waiting')}</p>}
      {job.state === 'cancelled' && <p className="text-xs text-muted">{t('exports.state.cancelled')}</p>}
      {job.error && (
        <p role="alert" className="text-xs text-danger">
          {errorText(job.error)}
        </p>
      )}
      {job.files.length > 0 && (
        <ul className="flex max-h-40 flex-col overflow-y-auto text-xs">
          {job.files.map((file, index) => (
            <SavedFile key={file.name} file={file} url={`/export/file?id=${job.id}&index=${index}`} />
          ))}
        </ul>
      )}
    </li>
  );
}

function SavedFile({ file: { name, byteSize, clip }, url }: { readonly file: ExportFile; readonly url: string }) {
  const { t, formatBytes } = useTexts();
  const player = useVideoSession()?.player;
  const shown = (ns: number) => timecode(ns - (player?.timestampNs(0) ?? 0));
  return (
    <li className="flex items-center gap-2">
      <span className="min-w-0 flex-1 truncate">
        {name}
        {clip && (
          <span className="block text-muted tabular-nums">
            {t('exports.clipBegins', { begins: shown(clip.beginsNs), ends: shown(clip.endsNs) })}
          </span>
        )}
      </span>
      <span className="text-muted tabular-nums">{formatBytes(byteSize)}</span>
      <IconButton size="small" label={t('exports.save', { name })} onPress={() => download(url)}>
        <Download size={13} />
      </IconButton>
    </li>
  );
}
