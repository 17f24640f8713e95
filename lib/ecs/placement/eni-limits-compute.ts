import type { EniFamilies } from './eni-limits-family.ts';
import { ecsGuide } from './eni-limits-family.ts';

/** Compute optimized. c5.metal, c5d.metal, c5a.8xlarge and c5ad.8xlarge are not supported though their families are. */
export const computeOptimized: readonly EniFamilies[] = [
  {
    families: 'c5 c5d',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 9xlarge 7/60, 12xlarge 7/60, 18xlarge 14/120, 24xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'c5a c5ad',
    sizes: 'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, 24xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'c6a',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, 48xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'c6g c6gd c7g',
    sizes:
      'medium 1/4, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'c6gn',
    sizes:
      'medium 1/4, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'c6i c6id',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'c6in',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 13/120, metal 13/120',
    source: ecsGuide,
  },
  { families: 'hpc6a', sizes: '48xlarge 1/120', source: ecsGuide },
];
