import { errors } from './errors';

/** All texts of the product in English. A feature has a file of its own; French must have the same keys (types say so). */
export const en = { ...errors };
