import { tellsOf } from './told.ts';
import { silentCases } from './cases/silence.ts';

tellsOf(silentCases);
