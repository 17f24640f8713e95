import type { EniFamilies } from './eni-limits-family.ts';
import { ecsGuide } from './eni-limits-family.ts';

/** Storage optimized. */
export const storage: readonly EniFamilies[] = [
  {
    families: 'i4i',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7, 16xlarge 14, 32xlarge 14, metal 14',
    source: ecsGuide,
  },
  {
    families: 'im4gn',
    sizes: 'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 16xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'is4gen',
    sizes: 'medium 1/4, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60',
    source: ecsGuide,
  },
];

/** Accelerated computing. Those with several network cards (dl1, p4d, p4de, trn1) attach more than other large ones. */
export const accelerated: readonly EniFamilies[] = [
  { families: 'dl1 p4d p4de', sizes: '24xlarge 59/120', source: ecsGuide },
  {
    families: 'g4ad',
    sizes: 'xlarge 1/12, 2xlarge 1/12, 4xlarge 2/12, 8xlarge 3/12, 16xlarge 7/12',
    source: ecsGuide,
  },
  {
    families: 'g5',
    sizes:
      'xlarge 3/6, 2xlarge 3/19, 4xlarge 7/40, 8xlarge 7/90, 12xlarge 14/120, 16xlarge 7/120, 24xlarge 14/120, 48xlarge 6/120',
    source: ecsGuide,
  },
  {
    families: 'g5g',
    sizes: 'xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 16xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  { families: 'p3', sizes: '2xlarge 3/40, 8xlarge 7/60, 16xlarge 7/120', source: ecsGuide },
  { families: 'trn1', sizes: '2xlarge 3/19, 32xlarge 39/120', source: ecsGuide },
  { families: 'vt1', sizes: '3xlarge 3/40, 6xlarge 7/60, 24xlarge 14/120', source: ecsGuide },
];
