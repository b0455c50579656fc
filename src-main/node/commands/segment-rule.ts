import type { SegmentRule } from '#common/contract/segments';
import { UsageError } from './usage';

const form = /^\s*(.+?)\s*>=\s*([\d.]+)\s*(%?)\s+for\s+([\d.]+)\s*s(?:\s+gap\s+([\d.]+)\s*s)?\s*$/i;

/**
 * Reads `person>=0.85 for 1s`, or with a gap that does not end a segment: `person>=85% for 1s gap 0.2s`.
 *
 * @throws {UsageError}
 */
export function parseSegmentRule(text: string): SegmentRule {
  const [, classLabel = '', confidence = '', percent, seconds = '', gap = '0'] = form.exec(text) ?? [];
  const minConfidence = Number(confidence) / (percent ? 100 : 1);
  const rule = { classLabel, minConfidence, minSeconds: Number(seconds), maxGapSeconds: Number(gap) };
  const isSound =
    classLabel !== '' && minConfidence <= 1 && Number.isFinite(rule.minSeconds) && Number.isFinite(rule.maxGapSeconds);
  if (!isSound) throw new UsageError(`--segments takes a rule such as "person>=0.85 for 1s", not "${text}".`);
  return rule;
}
