import type { PlantedBug } from './planted-bugs.ts';

/** Faults of what stops services that crash-loop. */
export const plantedStoppingBugs: readonly PlantedBug[] = [
  {
    name: 'a policy to observe acts',
    file: 'lib/health/stopping/ordering.ts',
    from: "mode: policy.mode === 'act' ? 'act' : 'observe'",
    to: "mode: 'act'",
    breaks: ['services are changed only where somebody allows it'],
  },
  {
    name: 'whoever loses some of its tasks is stopped, whatever serves',
    file: 'lib/health/stopping/candidate.ts',
    from: 'if (hasOutlived || candidate.is',
    to: 'if (candidate.is',
    breaks: ['what serves is never stopped'],
  },
];
