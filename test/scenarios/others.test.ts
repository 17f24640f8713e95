import { partialCases } from './cases/partial.ts';
import { taskSetCases } from './cases/task-sets.ts';
import { tellsOf } from './told.ts';

tellsOf([...partialCases, ...taskSetCases]);
