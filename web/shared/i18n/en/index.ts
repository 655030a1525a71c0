import { desk } from './desk';
import { notices } from './notices';
import { settings } from './settings';

export const en = { ...desk, ...settings, ...notices };
export const catalogue = en;
