import type { Catalogue } from '../index';
import { desk } from './desk';
import { settings } from './settings';

export const catalogue: Catalogue = { ...desk, ...settings };
