import { desk } from './desk';
import { insights } from './insights';
import { notices } from './notices';
import { planning } from './planning';
import { settings } from './settings';

export const en = { ...desk, ...settings, ...notices, ...insights, ...planning };
export const catalogue = en;
