import type { PlantedBug } from '../soak/planted-bugs.ts';

/** Faults somebody could make in scaling, and the promise each breaks in some night. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'lowered in a deployment',
    file: 'lib/scale/freezes.ts',
    from: "...(isDeploying ? [{ code: 'DeploymentInProgress' } as const] : []),",
    to: '',
    breaks: ['lowered in a deployment'],
  },
  {
    name: 'the most is forgotten',
    file: 'lib/scale/bounds.ts',
    from: 'const most = Math.min(tasks.max, ',
    to: 'const most = Math.max(tasks.max + 20, ',
    breaks: ['set to'],
  },
  {
    name: 'the least is forgotten',
    file: 'lib/scale/bounds.ts',
    from: 'const least = Math.max(tasks.min, ',
    to: 'const least = Math.max(0, ',
    breaks: ['lowered to', 'it ended with'],
  },
  {
    name: 'unread is taken for none',
    file: 'lib/scale/sources.ts',
    from: 'if (!reading.ok) return { id, why: `not read: ${reading.reason}` };',
    to: "if (!reading.ok) return { id, tasks: 0, isActive: false, why: 'none' };",
    breaks: ['to none though nothing can be read'],
  },
  {
    name: 'two controllers',
    file: 'lib/scale/freezes.ts',
    from: "if (policies.length > 0) freezes.push({ code: 'OwnedByOther', by: policies.join(', ') });",
    to: '',
    breaks: ['set though a scaling policy acts'],
  },
  {
    name: "a person's hold is not asked for",
    file: 'lib/app/world/scale.ts',
    from: 'return hold === undefined ? undefined : { by: hold.holder, why: hold.why };',
    to: 'return hold === undefined ? undefined : undefined;',
    breaks: ['set though a person holds it'],
  },
  {
    name: 'acts where it may only look',
    file: 'lib/app/config/scale-policy.ts',
    from: "mode: entry.mode === 'act' && mode === 'watch' ? 'observe' : (entry.mode ?? defaultServicePolicy.mode),",
    to: "mode: 'act',",
    breaks: ['a write in observe'],
  },
  {
    name: 'sleep comes never',
    file: 'lib/scale/course.ts',
    from: 'if (isIdle && now >= idleSince + idleMs) return { tasks, steps: [] };',
    to: '',
    breaks: ['nothing to do, and it is not asleep'],
  },
  {
    name: 'asleep it does not hear work',
    file: 'lib/scale/sources.ts',
    from: 'tasks: isActive ? Math.max(tasks, 1) : tasks,\n    isActive,\n    value: messages,',
    to: 'tasks: standing.current === 0 ? 0 : tasks,\n    isActive,\n    value: messages,',
    breaks: ['work waits, and nobody comes'],
  },
  {
    name: 'what was looked at once is not looked at again',
    file: 'lib/scale/decide-service.ts',
    from: 'return Math.max(now + soonestMs, Math.min(now + roundMs, until ?? Infinity));',
    to: 'return now + 500 * roundMs;',
    breaks: ['it was not looked at again', 'work waits, and nobody comes', 'nothing to do, and it is not asleep'],
  },
];
