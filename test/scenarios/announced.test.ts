import { announcedCases } from './cases/announced.ts';
import { tellsOf } from './told.ts';

tellsOf(announcedCases);
