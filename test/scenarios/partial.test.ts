import { partialCases } from './cases/partial.ts';
import { tellsOf } from './told.ts';

tellsOf(partialCases);
