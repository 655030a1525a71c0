import type { Catalogue } from '../index';
import { desk } from './desk';
import { insights } from './insights';
import { notices } from './notices';
import { settings } from './settings';

export const catalogue: Catalogue = { ...desk, ...settings, ...notices, ...insights };
