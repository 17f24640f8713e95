import { tellsOf } from './told.ts';
import { pauseCases } from './cases/pauses.ts';

tellsOf(pauseCases);
