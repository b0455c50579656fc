import { Ban, Check, CircleDashed, Clock, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { MediaItem } from '#common/contract/media';
import { useTexts } from '../../app/texts';

/** What is known of a picture in a few words: waiting, at work, how much was found, or what went wrong. */
export function MediaMark({ item }: { readonly item: MediaItem }) {
  const { t, tCount } = useTexts();
  if (item.state === 'unreadable')
    return <Mark tone="text-danger" icon={<TriangleAlert size={12} />} text={t('tray.unreadable')} />;
  if (!item.latest) return <Mark tone="text-muted" icon={<CircleDashed size={12} />} text={t('tray.notAnalysed')} />;
  switch (item.latest.state) {
    case 'queued':
      return <Mark tone="text-muted" icon={<Clock size={12} />} text={t('tray.queued')} />;
    case 'running':
      return (
        <Mark
          tone="text-accent"
          icon={<LoaderCircle size={12} className="animate-spin motion-reduce:animate-none" />}
          text={t('tray.running')}
        />
      );
    case 'failed':
      return <Mark tone="text-danger" icon={<TriangleAlert size={12} />} text={t('tray.failed')} />;
    case 'cancelled':
      return <Mark tone="text-muted" icon={<Ban size={12} />} text={t('tray.cancelled')} />;
    case 'done':
      return (
        <Mark
          tone={item.latest.objectCount > 0 ? 'text-ok' : 'text-muted'}
          icon={<Check size={12} />}
          text={tCount('tray.objects', item.latest.objectCount)}
        />
      );
  }
}

function Mark({ tone, icon, text }: { readonly tone: string; readonly icon: React.ReactNode; readonly text: string }) {
  return (
    <span className={`flex min-w-0 items-center gap-1 text-xs ${tone}`}>
      <span className="shrink-0" aria-hidden>
        {icon}
      </span>
      <span className="truncate">{text}</span>
    </span>
  );
}
