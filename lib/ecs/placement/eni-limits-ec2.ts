import type { EniFamilies } from './eni-limits-family.ts';
import { ec2Limits } from './eni-limits-family.ts';

/** Instance types that ECS gives no trunk, or for which its page contradicts itself. */
export const withoutTrunking: readonly EniFamilies[] = [
  { families: 't2', sizes: 'nano 1, micro 1, small 2, medium 2, large 2, xlarge 2, 2xlarge 2', source: ec2Limits },
  { families: 't3 t4g', sizes: 'nano 1, micro 1, small 2, medium 2, large 2, xlarge 3, 2xlarge 3', source: ec2Limits },
  // The small of t3a attaches one interface fewer than that of t3 and t4g.
  { families: 't3a', sizes: 'nano 1, micro 1, small 1, medium 2, large 2, xlarge 3, 2xlarge 3', source: ec2Limits },
  { families: 'm3', sizes: 'medium 1, large 2, xlarge 3, 2xlarge 3', source: ec2Limits },
  { families: 'm4', sizes: 'large 1, xlarge 3, 2xlarge 3, 4xlarge 7, 10xlarge 7, 16xlarge 7', source: ec2Limits },
  { families: 'a1', sizes: 'metal 7', source: ec2Limits },
  { families: 'm5 c5 c5d r5 r5d', sizes: 'metal 14', source: ec2Limits },
  {
    families: 'm5n m5dn r5b r5dn r5n',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7, 12xlarge 7, 16xlarge 14, 24xlarge 14, metal 14',
    source: ec2Limits,
  },
  {
    families: 'm5zn z1d',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 3xlarge 7, 6xlarge 7, 12xlarge 14, metal 14',
    source: ec2Limits,
  },
  { families: 'c3 c4 r3', sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7', source: ec2Limits },
  { families: 'c5a c5ad r5', sizes: '8xlarge 7', source: ec2Limits },
  {
    families: 'c5n',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 9xlarge 7, 18xlarge 14, metal 14',
    source: ec2Limits,
  },
  { families: 'r4', sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7, 16xlarge 14', source: ec2Limits },
  { families: 'x1', sizes: '16xlarge 7, 32xlarge 7', source: ec2Limits },
  {
    families: 'x1e',
    sizes: 'xlarge 2, 2xlarge 3, 4xlarge 3, 8xlarge 3, 16xlarge 7, 32xlarge 7',
    source: ec2Limits,
  },
  { families: 'u-6tb1', sizes: '56xlarge 14, 112xlarge 14, metal 4', source: ec2Limits },
  { families: 'u-9tb1 u-12tb1', sizes: '112xlarge 14, metal 4', source: ec2Limits },
  { families: 'd2 i2', sizes: 'xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7', source: ec2Limits },
  { families: 'd3', sizes: 'xlarge 3, 2xlarge 3, 4xlarge 3, 8xlarge 2', source: ec2Limits },
  {
    families: 'd3en',
    sizes: 'xlarge 3, 2xlarge 3, 4xlarge 3, 6xlarge 3, 8xlarge 3, 12xlarge 2',
    source: ec2Limits,
  },
  { families: 'h1', sizes: '2xlarge 3, 4xlarge 7, 8xlarge 7, 16xlarge 14', source: ec2Limits },
  {
    families: 'i3',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 4xlarge 7, 8xlarge 7, 16xlarge 14, metal 14',
    source: ec2Limits,
  },
  {
    families: 'i3en',
    sizes: 'large 2, xlarge 3, 2xlarge 3, 3xlarge 3, 6xlarge 7, 12xlarge 7, 24xlarge 14, metal 14',
    source: ec2Limits,
  },
  { families: 'f1', sizes: '2xlarge 3, 4xlarge 7, 16xlarge 7', source: ec2Limits },
  { families: 'g3', sizes: '4xlarge 7, 8xlarge 7, 16xlarge 14', source: ec2Limits },
  { families: 'g3s', sizes: 'xlarge 3', source: ec2Limits },
  {
    families: 'g4dn',
    sizes: 'xlarge 2, 2xlarge 2, 4xlarge 2, 8xlarge 3, 12xlarge 7, 16xlarge 3, metal 14',
    source: ec2Limits,
  },
  { families: 'inf1', sizes: 'xlarge 3, 2xlarge 3, 6xlarge 7, 24xlarge 10', source: ec2Limits },
  { families: 'p2', sizes: 'xlarge 3, 8xlarge 7, 16xlarge 7', source: ec2Limits },
  { families: 'p3dn', sizes: '24xlarge 14', source: ec2Limits },
  { families: 'mac1', sizes: 'metal 7', source: ec2Limits },
];
