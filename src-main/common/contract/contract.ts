import { app } from './app';
import { connections } from './connections';
import { exports } from './exports';
import { media } from './media';
import { models } from './models';
import { pops } from './pops';
import { runs } from './runs';
import { sessions } from './sessions';
import { settings } from './settings';
import { video } from './video';

/** The typed border between a page and the core, the same over MessagePort, WebSocket and in process. */
export const contract = { app, connections, exports, media, models, pops, runs, sessions, settings, video };
