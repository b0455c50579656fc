import type { en } from '../en/index';
import { app } from './app';
import { errors } from './errors';
import { firstRun } from './first-run';
import { intake } from './intake';
import { models } from './models';
import { queue } from './queue';
import { settings } from './settings';
import { tray } from './tray';

export const fr: Record<keyof typeof en, string> = {
  ...errors,
  ...app,
  ...firstRun,
  ...intake,
  ...models,
  ...queue,
  ...settings,
  ...tray,
};
