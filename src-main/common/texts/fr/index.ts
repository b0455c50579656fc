import type { en } from '../en/index';
import { app } from './app';
import { batch } from './batch';
import { connections } from './connections';
import { costs } from './costs';
import { errors } from './errors';
import { exports } from './exports';
import { firstRun } from './first-run';
import { inspect } from './inspect';
import { intake } from './intake';
import { menu } from './menu';
import { models } from './models';
import { phrases } from './phrases';
import { popProblems } from './pop-problems';
import { pops } from './pops';
import { queue } from './queue';
import { sessions } from './sessions';
import { settings } from './settings';
import { shell } from './shell';
import { timeline } from './timeline';
import { tray } from './tray';

export const fr: Record<keyof typeof en, string> = {
  ...errors,
  ...app,
  ...batch,
  ...connections,
  ...costs,
  ...exports,
  ...firstRun,
  ...inspect,
  ...intake,
  ...menu,
  ...models,
  ...phrases,
  ...popProblems,
  ...pops,
  ...queue,
  ...sessions,
  ...settings,
  ...shell,
  ...timeline,
  ...tray,
};
