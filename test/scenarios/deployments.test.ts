import { tellsOf } from './told.ts';
import { deploymentCases } from './cases/deployments.ts';

tellsOf(deploymentCases);
