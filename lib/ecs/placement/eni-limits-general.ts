import type { EniFamilies } from './eni-limits-family.ts';
import { ecsGuide } from './eni-limits-family.ts';

/** General purpose. m5.metal is not supported though its family is. */
export const generalPurpose: readonly EniFamilies[] = [
  {
    families: 'a1',
    sizes: 'medium 1/10, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60',
    source: ecsGuide,
  },
  {
    families: 'm5 m5a m5ad',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, 24xlarge 14/120',
    source: ecsGuide,
  },
  {
    families: 'm5d',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, 24xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'm6a',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, 48xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'm6g m6gd m7g',
    sizes:
      'medium 1/4, large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/60, 12xlarge 7/60, 16xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'm6i m6id',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 14/120, metal 14/120',
    source: ecsGuide,
  },
  {
    families: 'm6idn m6in',
    sizes:
      'large 2/10, xlarge 3/20, 2xlarge 3/40, 4xlarge 7/60, 8xlarge 7/90, 12xlarge 7/120, 16xlarge 14/120, 24xlarge 14/120, 32xlarge 13/120, metal 13/120',
    source: ecsGuide,
  },
  { families: 'mac2', sizes: 'metal 7/12', source: ecsGuide },
];
