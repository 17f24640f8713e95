import { tellsOf } from './told.ts';
import { lifeCases } from './cases/lives.ts';

tellsOf(lifeCases);
