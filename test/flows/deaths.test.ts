import { expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { night, service, startTeam, taskStopped } from './team.ts';

const channel = 'C0123456789';

type Death = { readonly at: number; readonly when: 'before' | 'after' };

/** Runs one failure and its recovery; the `at`-th call of a port kills its invocation, before or after it took effect. */
async function night1(death: Death | undefined): Promise<{
  readonly steps: number;
  readonly posts: readonly string[];
  readonly died: boolean;
  readonly open: number;
}> {
  let steps = 0;
  let died = false;
  let running = false;
  let kill: () => void = () => {};
  const never = new Promise<never>(() => {});
  const team = await startTeam({
    configuration: 'receivers: { team: { slack: C0123456789 } }',
    step: async (call) => {
      if (!running) return call();
      steps += 1;
      const mine = steps === death?.at ? death.when : undefined;
      if (mine === 'before') {
        kill();
        return never;
      }
      const value = await call();
      if (mine === 'after') {
        kill();
        return never;
      }
      return value;
    },
    run: async (invocation) => {
      const dead = new Promise<boolean>((resolve) => {
        kill = () => {
          died = true;
          resolve(false);
        };
      });
      running = true;
      const ended = await Promise.race([invocation().then(() => true), dead]);
      running = false;
      return ended;
    },
  });
  try {
    team.services.set('web/orders-api', service('orders-api', { running: 3, desired: 4 }));
    const event = taskStopped({ service: 'orders-api', at: night, taskId: 'a'.repeat(32), exitCode: 99 });
    const done = await team.engine.hear([event]);
    await team.engine.advance(night + 7 * minuteMs);
    if (!done) await team.engine.hear([event]);
    await team.engine.advance(night + 12 * minuteMs);
    team.services.set('web/orders-api', service('orders-api', { running: 4, desired: 4 }));
    await team.engine.advance(night + 60 * minuteMs);
    const posts = postsOf(team.slack.state, channel).map((message) => JSON.stringify(message.content));
    const open = team.store
      .all()
      .filter((record) => record.key.includes('incident/') && record.endedAt === undefined).length;
    return { steps, posts, died, open };
  } finally {
    await team.close();
  }
}

test('a death between any two awaits, then redelivery: the alert is told, at most doubled, and closed', async () => {
  const calm = await night1(undefined);
  expect(calm.posts).toHaveLength(1);
  expect(calm.posts[0]).toContain('recovered');
  expect(calm.open).toBe(0);
  const bad: string[] = [];
  let doubled = 0;
  for (let at = 1; at <= calm.steps; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const { posts, open, died } = await night1({ at, when });
      if (posts.length > 1) doubled += 1;
      const fine =
        died &&
        posts.length >= 1 &&
        posts.length <= 2 &&
        posts.some((post) => post.includes('recovered')) &&
        open === 0;
      if (!fine) bad.push(`${when} call ${at}: ${posts.length} posts, ${open} open, died ${String(died)}`);
    }
  }
  expect(bad).toEqual([]);
  console.log(`deaths: ${calm.steps * 2} nights, doubled in ${doubled}`);
}, 120_000);
