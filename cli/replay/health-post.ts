import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { passedOnMessage } from '../../lib/ecs/events/passed-on.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { health } from '../../lib/health/feature.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import type { Post } from './post.ts';
import { postOf } from './post.ts';

/** Health hears also what nobody can read: it refuses it. */
export function healthPost(policy: HealthPolicy, read: HealthReads): Post {
  const post = postOf(health, {
    parse: parseEvent,
    own: () => ({ policy: async () => policy, read }),
    told: (target, tell) => {
      if ('send' in target) tell.alert(target.send);
      else if ('collect' in target) tell.alert(target.collect);
      else if ('pass' in target) tell.pass(passedOnMessage(target.pass));
    },
  });
  return { ...post, hears: () => true };
}
