/** Families whose sizes have the same figures. */
export type EniFamilies = {
  /** `m5 m5a`. */
  readonly families: string;
  /** `large 2/10, xlarge 3/20`: size, tasks without a trunk, tasks with one; `metal 14`: no trunk. */
  readonly sizes: string;
  readonly source: string;
};

/**
 * The table of the developer guide, "container-instance-eni", "Supported Amazon EC2 instance types", in its last public
 * copy (awsdocs/amazon-ecs-developer-guide, 2023; today eni-trunking-supported-instance-types). Left out are the figures
 * that the page itself contradicts: of m5n, m5zn, r5b, r5dn, u-6tb1 and c5a.8xlarge, which it also lists as not supported,
 * and of i4i with a trunk, which begin at -2.
 */
export const ecsGuide = 'container-instance-eni (developer guide, 2023)';

/**
 * EC2's own limit less the primary interface: `networkInfo.maximumNetworkInterfaces` of DescribeInstanceTypes, as
 * amazon-vpc-cni-k8s read it on 2022-09-21 (pkg/awsutils/vpc_ip_resource_limit.go).
 */
export const ec2Limits = 'DescribeInstanceTypes maximumNetworkInterfaces - 1 (2022-09-21)';
