/** What Fargate costs on demand, Linux on x86, in one Region, and when and where that was read. */
export type FargatePrices = {
  readonly region: string;
  /** US dollars, unless the user's own table says otherwise. */
  readonly currency: string;
  readonly perVcpuHour: number;
  readonly perGbHour: number;
  /** `2026-03`. */
  readonly asOf: string;
  readonly source: string;
};

/**
 * AWS changes prices, and each Region has its own: only what two pages say alike is here, with their date. Where a Region
 * is not here, no money is said until the configuration gives its prices.
 */
export const knownPrices: readonly FargatePrices[] = [
  {
    region: 'us-east-1',
    currency: 'USD',
    perVcpuHour: 0.04048,
    perGbHour: 0.004445,
    asOf: '2026-03',
    source: 'https://www.wring.co/blog/aws-fargate-pricing-guide; https://www.vantage.sh/blog/fargate-pricing',
  },
];

export function findPrices(region: string, own: FargatePrices | undefined): FargatePrices | undefined {
  return own ?? knownPrices.find((each) => each.region === region);
}

const hoursPerMonth = 730;
const miBPerGb = 1024;

/** Of so many tasks of a size, all month. */
export function monthlyCost(
  { perVcpuHour, perGbHour }: FargatePrices,
  { cpuUnits, memoryMiB }: { readonly cpuUnits: number; readonly memoryMiB: number },
  tasks: number,
): number {
  return ((cpuUnits / 1024) * perVcpuHour + (memoryMiB / miBPerGb) * perGbHour) * hoursPerMonth * tasks;
}
