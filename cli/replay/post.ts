import { keep } from '../../lib/app/keep.ts';
import type { Invocation, QueueMessage, World } from '../../lib/app/world.ts';
import type { AdviceFound } from '../../lib/core/advice-found.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Feature } from '../../lib/core/feature.ts';
import type { FeatureName } from '../../lib/core/record.ts';

/** What all functions of an engine share. */
export type Shared = Omit<World<never, never, never, never>, 'parse' | 'policy' | 'read' | 'act'>;

/** Where what a function tells goes: the alerts queue, and its own. */
type Tell = { readonly alert: (told: Alert | AdviceFound) => void; readonly pass: (body: string) => void };

/** A function beside those of health and alert: what it hears of the stream, and one invocation of it. */
export type Post = {
  readonly name: FeatureName;
  readonly hears: (body: string) => boolean;
  readonly invoke: (
    messages: readonly QueueMessage[],
    invocation: Invocation,
    around: { readonly shared: Shared; readonly tell: Tell },
  ) => Promise<ReadonlySet<string>>;
};

/** What a function has of its own. */
type Own<Event, Target, Read, Policy> = Pick<World<Event, Target, Read, Policy>, 'policy' | 'read'> &
  Partial<Pick<World<Event, Target, Read, Policy>, 'store'>>;

type Making<Event, Target, Read, Policy> = Pick<World<Event, Target, Read, Policy>, 'parse'> & {
  /** Made once, at its first invocation. */
  readonly own: (shared: Shared) => Own<Event, Target, Read, Policy>;
  /** Tellings: orders are never carried out. */
  readonly told: (target: Target, tell: Tell) => void;
};

export function postOf<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  { parse, own, told }: Making<Event, Target, Read, Policy>,
): Post {
  let made: Own<Event, Target, Read, Policy> | undefined;
  return {
    name: feature.name,
    hears: (body) => 'event' in parse(body),
    invoke: async (messages, invocation, { shared, tell }) => {
      made ??= own(shared);
      const act: World<Event, Target, Read, Policy>['act'] = async (target) => {
        told(target, tell);
        return { result: 'done', reason: 'told', at: shared.clock.now() };
      };
      return keep(messages, feature, { ...shared, parse, ...made, act }, invocation);
    },
  };
}
