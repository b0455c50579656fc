import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { Pop } from '../pop/pop';
import { Prediction } from '../prediction/prediction';
import { base } from './base';
import { MediaId } from './media';
import { ModelId } from './models';
import { Backend } from './runs';
import { StageFacts } from './stage-facts';

/** What a model must be able to find to stand for an ability. */
export const BindingKind = z.enum(['objects', 'faces', 'regions', 'classes']);
export type BindingKind = z.infer<typeof BindingKind>;

/** Which model of this computer stands for an ability or model alias of a Pop. */
export const PopBinding = z.object({
  alias: z.string().trim().min(1).max(400).describe('with or without `:tag`; without, it stands for every tag'),
  kind: BindingKind.describe('what is looked for where no model is named'),
  modelId: ModelId.nullable().describe('null takes the first model that finds what is asked for'),
  labels: z.array(z.string().min(1).max(200)).max(1000).describe('only these come through; empty lets all through'),
});
export type PopBinding = z.infer<typeof PopBinding>;

export const PopId = z.string().min(1).max(80).describe('`ready:…` for those that come with the app');
export type PopId = z.infer<typeof PopId>;
const PopName = z.string().trim().min(1).max(120);

export const SavedPop = z.object({
  id: PopId,
  name: PopName,
  readyMade: z.boolean(),
  pop: Pop,
  updatedAtMs: z.int(),
});
export type SavedPop = z.infer<typeof SavedPop>;

/** A row of the table of abilities, and whether the person changed it. */
export const ListedBinding = PopBinding.extend({ origin: z.enum(['default', 'changed', 'own']) });
export type ListedBinding = z.infer<typeof ListedBinding>;

/** What a Pop would run with here, or the first thing that it cannot. */
export const PopCheck = z.object({
  models: z.array(z.object({ path: z.string(), modelId: ModelId, modelName: z.string(), labels: z.array(z.string()) })),
  problem: WireError.nullable(),
});
export type PopCheck = z.infer<typeof PopCheck>;

export const PopTrial = z.object({
  stages: z.array(StageFacts),
  elapsedMs: z.number(),
  backend: Backend,
  prediction: Prediction,
});
export type PopTrial = z.infer<typeof PopTrial>;

/** Checked by the core with limits of its own before its form is looked at. */
const popFromOutside = z.unknown();

export const pops = {
  /** Those that come with the app first. */
  list: base.output(z.array(SavedPop)),
  /** A new one where no id is given. */
  save: base.input(z.object({ popId: PopId.nullable(), name: PopName, pop: popFromOutside })).output(SavedPop),
  remove: base.input(z.object({ popId: PopId })).output(z.object({ removed: z.boolean() })),
  check: base.input(z.object({ pop: popFromOutside })).output(PopCheck),
  /** Runs a Pop on one picture without storing anything. */
  tryOn: base.input(z.object({ mediaId: MediaId, pop: popFromOutside })).output(PopTrial),
  bindings: base.output(z.array(ListedBinding)),
  bind: base.input(PopBinding).output(z.array(ListedBinding)),
  /** Back to what came with the app; a row of one's own goes. */
  unbind: base.input(z.object({ alias: z.string() })).output(z.array(ListedBinding)),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
