import { desk } from './desk';
import { insights } from './insights';
import { notices } from './notices';
import { settings } from './settings';

export const en = { ...desk, ...settings, ...notices, ...insights };
export const catalogue = en;
