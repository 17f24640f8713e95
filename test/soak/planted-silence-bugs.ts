import type { PlantedBug } from './planted-bugs.ts';

const promise = 'what no event tells is found by reading';

/** Faults of what is looked for, as nobody tells of it. */
export const plantedSilenceBugs: readonly PlantedBug[] = [
  {
    name: 'only large clusters are looked at',
    file: 'lib/health/sweep/plan.ts',
    from: 'services > 0 && !isIgnored',
    to: 'services > 50 && !isIgnored',
    breaks: [promise],
  },
  {
    name: 'what is found is told to nobody',
    file: 'lib/health/watch.ts',
    from: 'if (trouble !== undefined) return',
    to: 'if (trouble !== undefined && story.now < 0) return',
    breaks: [promise],
  },
];
