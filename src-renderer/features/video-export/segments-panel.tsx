import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SegmentRule } from '#common/contract/segments';
import { useQueryApi } from '../../app/api';
import { download } from '../../app/download';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { Slider } from '../../ui/slider';
import { TextField } from '../../ui/text-field';
import { useInspect } from '../inspect/inspect-store';
import { usePlayer, useVideoSession } from '../timeline/video-session';
import { seconds } from './seconds';
import { SegmentList } from './segment-list';
import { useVideoExports } from './use-video-exports';

const listFormats = ['csv', 'json'] as const;

/** Looks for stretches with a class in them, surely and for long enough; goes to them, lists them, cuts them out. */
export function SegmentsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t, tCount } = useTexts();
  const { of, cutClips } = useVideoExports();
  const [fields, setFields] = useState<RuleFields>(useFirstFields());
  const labels = useLabels();
  const rule = ruleOf(fields, labels);
  const input = of && rule ? { ...of, rule } : skipToken;
  const options = useQueryApi().video.segments.queryOptions({ input });
  const found = useQuery({ ...options, placeholderData: keepPreviousData }).data ?? [];
  return (
    <div
      role="dialog"
      aria-label={t('exports.segmentsTitle')}
      data-keys="own"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="pointer-events-auto flex min-h-48 flex-col gap-2 rounded-lg border border-line bg-surface p-3 shadow-xl"
    >
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">{t('exports.segmentsTitle')}</h2>
        <IconButton size="small" label={t('app.close')} onPress={onClose}>
          <X size={14} />
        </IconButton>
      </div>
      <RuleForm labels={labels} fields={fields} onChange={(change) => setFields({ ...fields, ...change })} />
      <SegmentList segments={rule ? found : []} />
      <Footer note={t('exports.cutNote')}>
        {listFormats.map((format) => (
          <Button
            key={format}
            size="small"
            look="quiet"
            onPress={() => of && rule && download(listUrl(of, rule, format))}
          >
            {t('exports.listAs', { format: format.toUpperCase() })}
          </Button>
        ))}
        <Button
          size="small"
          look="primary"
          whyDisabled={rule && found.length > 0 ? undefined : t('exports.noSegments')}
          onPress={() => rule && cutClips(rule)}
        >
          {tCount('exports.cut', found.length)}
        </Button>
      </Footer>
    </div>
  );
}

/** As a person types it; a figure that is none finds nothing. */
type RuleFields = {
  readonly classLabel: string | null;
  readonly minConfidence: number;
  readonly minSeconds: string;
  readonly maxGapSeconds: string;
};

function useFirstFields(): RuleFields {
  const minConfidence = useInspect((state) => state.minConfidence);
  return { classLabel: null, minConfidence, minSeconds: '1', maxGapSeconds: '0' };
}

/** Classes that were found in the video, the most frequent first. */
function useLabels(): readonly string[] {
  const session = useVideoSession();
  const frameCount = usePlayer((state) => state.frameCount) ?? 0;
  const run = session?.run;
  const whole = { fromFrame: 0, toFrame: frameCount, buckets: 1, minConfidence: 0 };
  const input = run && session ? { runId: run.runId, mediaId: session.item.id, ...whole } : skipToken;
  const strip = useQuery(useQueryApi().video.strip.queryOptions({ input })).data;
  return strip?.heat.map(({ classLabel }) => classLabel) ?? [];
}

function ruleOf({ classLabel, minConfidence, ...typed }: RuleFields, labels: readonly string[]): SegmentRule | null {
  const label = classLabel ?? labels[0];
  const [minSeconds, maxGapSeconds] = [seconds(typed.minSeconds), seconds(typed.maxGapSeconds)];
  if (label === undefined || minSeconds === null || maxGapSeconds === null) return null;
  return { classLabel: label, minConfidence, minSeconds, maxGapSeconds };
}

type RuleFormProps = {
  readonly labels: readonly string[];
  readonly fields: RuleFields;
  readonly onChange: (change: Partial<RuleFields>) => void;
};

function RuleForm({ labels, fields, onChange }: RuleFormProps) {
  const { t, formatConfidence } = useTexts();
  return (
    <div className="grid grid-cols-3 items-end gap-2">
      <Select
        label={t('exports.label')}
        value={fields.classLabel ?? labels[0] ?? ''}
        onChange={(classLabel) => onChange({ classLabel })}
        options={labels.map((label) => ({ id: label, title: label }))}
      />
      <TextField
        label={t('exports.seconds')}
        value={fields.minSeconds}
        onChange={(minSeconds) => onChange({ minSeconds })}
        hasFocusAtStart
      />
      <TextField
        label={t('exports.gap')}
        value={fields.maxGapSeconds}
        onChange={(maxGapSeconds) => onChange({ maxGapSeconds })}
      />
      <Slider
        label={t('exports.confidence')}
        value={fields.minConfidence}
        output={formatConfidence(fields.minConfidence)}
        onChange={(minConfidence) => onChange({ minConfidence })}
        className="col-span-3"
      />
    </div>
  );
}

function Footer({ note, children }: { readonly note: string; readonly children: ReactNode }) {
  return (
    <>
      <p className="text-xs text-muted">{note}</p>
      <div className="flex justify-end gap-2">{children}</div>
    </>
  );
}

function listUrl(of: { readonly runId: string; readonly mediaId: string }, rule: SegmentRule, format: string): string {
  const fields = Object.entries(rule).map(([name, value]): [string, string] => [name, String(value)]);
  const query = new URLSearchParams([['format', format], ['run', of.runId], ['media', of.mediaId], ...fields]);
  return `/export/segments?${query}`;
}
