// The pages that leads open now and then; loaded with the first of them.
import { planning } from './planning';
import { questions } from './questions';

export const reports = { ...questions, ...planning };
