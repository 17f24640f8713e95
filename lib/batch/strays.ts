import type { Instant } from '../core/time.ts';
import type { RunState, Stray } from './state.ts';

/** So many are remembered; there is hardly ever one. */
const most = 20;

/** One task more than there should be: RunTask said no, or nothing, and there is a task all the same. It is stopped. */
export function withStray(state: RunState, sight: Pick<Stray, 'arn' | 'isStopped'>, now: Instant): RunState {
  const { arn } = sight;
  if (state.task?.arn === arn || state.past.some((each) => each.arn === arn)) return state;
  const known = state.strays.find((stray) => stray.arn === arn);
  const isStopped = known?.isStopped === true || sight.isStopped;
  if (known !== undefined && known.isStopped === isStopped) return state;
  const stray: Stray = { lookAt: now, ...known, arn, isStopped };
  return { ...state, strays: [...state.strays.filter((each) => each.arn !== arn), stray].slice(-most) };
}

export function liveStrays({ strays }: Pick<RunState, 'strays'>): readonly Stray[] {
  return strays.filter(({ isStopped }) => !isStopped);
}
