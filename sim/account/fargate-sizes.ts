/** Sizes of memory that go with a size of CPU: first, last and step in MiB (task-cpu-memory-error, Amazon ECS developer guide). */
type Sizes = { readonly cpu: number; readonly from: number; readonly to: number; readonly step: number };

const fargateSizes: readonly Sizes[] = [
  { cpu: 256, from: 512, to: 1_024, step: 512 },
  { cpu: 256, from: 2_048, to: 2_048, step: 1_024 },
  { cpu: 512, from: 1_024, to: 4_096, step: 1_024 },
  { cpu: 1_024, from: 2_048, to: 8_192, step: 1_024 },
  { cpu: 2_048, from: 4_096, to: 16_384, step: 1_024 },
  { cpu: 4_096, from: 8_192, to: 30_720, step: 1_024 },
  { cpu: 8_192, from: 16_384, to: 61_440, step: 4_096 },
  { cpu: 16_384, from: 32_768, to: 122_880, step: 8_192 },
];

export function isFargateSize(cpu: number | undefined, memoryMiB: number | undefined): boolean {
  if (cpu === undefined || memoryMiB === undefined) return false;
  return fargateSizes.some(
    ({ from, to, step, ...size }) =>
      size.cpu === cpu && memoryMiB >= from && memoryMiB <= to && (memoryMiB - from) % step === 0,
  );
}
