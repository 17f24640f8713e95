import type { EniFamilies } from './eni-limits-family.ts';
import { ecsGuide } from './eni-limits-family.ts';

/** Memory optimized. r5.metal, r5.8xlarge and r5d.metal are not supported though their families are. */
export const memoryOptimized: readonly EniFamilies[] = [
  { families: 'hpc6id', sizes: '32xlarge 1/120', source: ecsGuide },
  {
    families: 'r5',
    sizes: 'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, 24xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'r5a r5ad r5d',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, 24xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'r6a',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, 48xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'r6g r6gd r7g',
    sizes:
      'medium 1/4, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'r6i r6id',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'r6idn r6in',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 13/120, metal 13/120',
    source: ecsGuide,
  },
  { families: 'u-3tb1', sizes: '56xlarge 7/12', source: ecsGuide },
  { families: 'u-18tb1 u-24tb1', sizes: 'metal 14/12', source: ecsGuide },
  {
    families: 'x2gd',
    sizes:
      'medium 1/10, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  { families: 'x2idn', sizes: '16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, metal 14/120', source: ecsGuide },
  {
    families: 'x2iedn',
    sizes:
      'xlarge 3/13, 2xlarge 3/29, 4xlarge 7/60, 8xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'x2iezn',
    sizes: '2xlarge 3/64, 4xlarge 7/120, 6xlarge 7/120, 8xlarge 7/120, 12xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
];
