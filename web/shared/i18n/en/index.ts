import { desk } from './desk';
import { settings } from './settings';

export const en = { ...desk, ...settings };
export const catalogue = en;
