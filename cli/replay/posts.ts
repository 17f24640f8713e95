import { batchPolicy } from '../../lib/app/config/batch-policy.ts';
import { drainPolicy } from '../../lib/app/config/drain-policy.ts';
import { scalePolicy } from '../../lib/app/config/scale-policy.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { liveIndex } from '../../lib/app/live-drains.ts';
import { batch } from '../../lib/batch/feature.ts';
import type { BatchState } from '../../lib/batch/state.ts';
import { containerInstancesOf, drain } from '../../lib/drain/feature.ts';
import { liveDrains } from '../../lib/drain/names.ts';
import type { DrainState } from '../../lib/drain/state.ts';
import { ownBatchMessage } from '../../lib/ecs/events/own-batch.ts';
import { ownHostMessage } from '../../lib/ecs/events/own-host.ts';
import { parseBatchEvent } from '../../lib/ecs/events/parse-batch.ts';
import { parseHostEvent } from '../../lib/ecs/events/parse-host.ts';
import { ownScaleMessage, parseScaleEvent } from '../../lib/ecs/events/parse-scale.ts';
import { scale } from '../../lib/scale/feature.ts';
import type { ReplayFacts } from './facts.ts';
import { readsFrom } from './facts.ts';
import type { HostsSeen } from './hosts-seen.ts';
import { hostsSeen } from './hosts-seen.ts';
import type { Post } from './post.ts';
import { postOf } from './post.ts';
import { unread } from './not-asked.ts';

type Place = { readonly account: string; readonly region: string };

type Given = { readonly configuration: Configuration; readonly place: Place; readonly facts: ReplayFacts };

/** The functions beside health and alert; `note`: what an event shows, before it is heard. */
export type Posts = { readonly posts: readonly Post[]; readonly note: HostsSeen['note'] };

/** A stack that only watches: whatever the configuration says, nothing acts. */
export function postsOf(given: Given): Posts {
  const seen = hostsSeen(given.facts);
  return { posts: [drainPost(given, seen), scalePost(given), batchPost(given)], note: seen.note };
}

function drainPost({ configuration, place, facts }: Given, seen: HostsSeen): Post {
  return postOf(drain, {
    parse: parseHostEvent,
    told: (target, tell) => {
      if ('send' in target) tell.alert(target.send);
      else if ('pass' in target) tell.pass(ownHostMessage(target.pass));
    },
    own: ({ store, clock }) => {
      const live = liveIndex(store, clock, {
        list: async () => store.open('drain', liveDrains),
        namesOf: ({ state }) => containerInstancesOf(state as DrainState),
      });
      return {
        store: live.store,
        policy: async () => drainPolicy(configuration, { ...place, mode: 'watch', live: await live.read() }),
        read: {
          ...seen.reads(clock.now),
          service: readsFrom(facts, clock.now).health.service,
          task: unread,
          stopTimeoutMs: unread,
          protectedUntil: unread,
          deregistrationDelayMs: unread,
          member: unread,
          membersOf: unread,
          leavingCause: unread,
          terminateHooks: unread,
          leaving: unread,
          holds: async () => ({ ok: true, value: [], at: clock.now() }),
          use: async () => ({ ok: true, value: { holders: new Map(), releases: 0 }, at: clock.now() }),
          tokens: async ({ may }) => may,
        },
      };
    },
  });
}

function scalePost({ configuration, place, facts }: Given): Post {
  return postOf(scale, {
    parse: parseScaleEvent,
    told: (target, tell) => {
      if ('send' in target) tell.alert(target.send);
      else if ('pass' in target) tell.pass(ownScaleMessage(target.pass));
    },
    own: ({ clock }) => {
      const policy = scalePolicy(configuration, { ...place, mode: 'watch' });
      const { service, cluster } = readsFrom(facts, clock.now).health;
      return {
        policy: async () => policy,
        read: {
          service,
          cluster,
          queueDepth: unread,
          series: unread,
          runningTasks: unread,
          otherScaling: unread,
          heldBy: async () => ({ ok: true, value: undefined, at: clock.now() }),
          services: unread,
          scalingGroups: unread,
          groupControllers: unread,
          failedLaunches: unread,
          shortServices: unread,
          holds: async () => ({ ok: true, value: [], at: clock.now() }),
          use: async () => ({ ok: true, value: { holders: new Map(), releases: 0 }, at: clock.now() }),
          protectedUntil: unread,
          otherGroups: async () => ({ ok: true, value: [], at: clock.now() }),
          nodeClusters: unread,
        },
      };
    },
  });
}

function batchPost({ configuration, place }: Given): Post {
  return postOf(batch, {
    parse: parseBatchEvent,
    told: (target, tell) => {
      if ('send' in target) tell.alert(target.send);
      else if ('pass' in target) tell.pass(ownBatchMessage(target.pass));
    },
    own: ({ clock, store }) => {
      const policy = batchPolicy(configuration, { ...place, mode: 'watch' });
      return {
        policy: async () => policy,
        read: {
          definition: unread,
          servicePlace: unread,
          task: unread,
          startedBy: unread,
          schedules: unread,
          schedule: unread,
          deadTriggers: unread,
          foreignSchedules: unread,
          refusedLaunch: unread,
          records: async (keys) => {
            const records = await store.load(keys);
            const value = new Map([...records].map(([key, { state }]) => [key, state as BatchState] as const));
            return { ok: true, value, at: clock.now() };
          },
        },
      };
    },
  });
}
