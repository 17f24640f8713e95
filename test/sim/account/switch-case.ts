import type { SwitchName, Switches } from '../../../sim/switches.ts';

/** What is seen with a switch off and on, all others being as usual. */
export type SwitchCase = {
  readonly name: SwitchName;
  readonly off: unknown;
  readonly on: unknown;
  readonly see: (flip: Partial<Switches>) => unknown;
};
