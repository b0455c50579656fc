import type { en } from '../en/index';
import { errors } from './errors';

export const fr: Record<keyof typeof en, string> = { ...errors };
