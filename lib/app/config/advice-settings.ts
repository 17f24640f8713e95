import type { AdviceSettings } from '../../ecs/advice/settings.ts';
import { present } from '../../core/present.ts';
import type { Configuration } from './schema.ts';

/** Which rules the configuration turns off. */
export function adviceSettings({ advice }: Configuration): AdviceSettings {
  return { off: (advice?.off ?? []).map((each) => present(each)) };
}
