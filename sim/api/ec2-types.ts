/** As much of an instance type as placement depends on. Memory is the whole, of which an instance registers less. */
export type Ec2Type = {
  readonly vCpus: number;
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  readonly addressesPerInterface: number;
  readonly architecture: 'x86_64' | 'arm64';
};

const intel = { architecture: 'x86_64' } as const;
const graviton = { architecture: 'arm64' } as const;

/** Amazon EC2 instance types guide, "Specifications": general purpose and compute optimized. */
export const ec2Types: Readonly<Record<string, Ec2Type>> = {
  'c5.large': { vCpus: 2, memoryMiB: 4_096, networkInterfaces: 3, addressesPerInterface: 10, ...intel },
  'c5.xlarge': { vCpus: 4, memoryMiB: 8_192, networkInterfaces: 4, addressesPerInterface: 15, ...intel },
  'c6g.large': { vCpus: 2, memoryMiB: 4_096, networkInterfaces: 3, addressesPerInterface: 10, ...graviton },
  'm5.large': { vCpus: 2, memoryMiB: 8_192, networkInterfaces: 3, addressesPerInterface: 10, ...intel },
  'm5.xlarge': { vCpus: 4, memoryMiB: 16_384, networkInterfaces: 4, addressesPerInterface: 15, ...intel },
  'm6g.large': { vCpus: 2, memoryMiB: 8_192, networkInterfaces: 3, addressesPerInterface: 10, ...graviton },
  't3.medium': { vCpus: 2, memoryMiB: 4_096, networkInterfaces: 3, addressesPerInterface: 6, ...intel },
};
