import type { Instant } from '../core/time.ts';
import type { ChangeLine } from '../ecs/placement/change-lines.ts';
import type { RevisionChange } from '../ecs/revision-diff.ts';

export type { RevisionChange } from '../ecs/revision-diff.ts';

/**
 * What is looked up about an incident that is about to be told. Each part is looked up on its own, may not be there
 * yet, and says why when it never will be. All text in it is untrusted.
 */
export type Enrichment = {
  readonly log?: LogFinding;
  readonly changed?: ChangeFinding;
  readonly who?: WhoFinding;
  readonly image?: ImageFinding;
  readonly targets?: TargetFinding;
  readonly placement?: PlacementFinding;
};

/** The parts, each looked up on its own. */
const enrichmentParts = ['log', 'changed', 'who', 'image', 'targets', 'placement'] as const;

export type EnrichmentPart = (typeof enrichmentParts)[number];

/** Not there yet, or not in time: worth another look later. `readAt` is when it was looked for. */
export type NotYet = { readonly state: 'not-yet'; readonly readAt: Instant };

/**
 * The end of the culprit's log, newest last, redacted. `lines` are for the message (at most 5), `more` for what stands
 * under it (at most 20, `lines` among them); `cut` more lines were read. `reason` names a text; a group and stream that
 * are known stand there for a link.
 */
export type LogFinding =
  | {
      readonly state: 'found';
      readonly group: string;
      readonly stream: string;
      readonly region?: string;
      readonly lines: readonly string[];
      readonly more: readonly string[];
      readonly cut: number;
      readonly readAt: Instant;
    }
  | NotYet
  | {
      readonly state: 'none';
      readonly reason: LogAbsence;
      readonly group?: string;
      readonly stream?: string;
      readonly region?: string;
      readonly driver?: string;
    };

export type LogAbsence =
  | 'other-driver'
  | 'no-configuration'
  | 'no-group'
  | 'no-stream'
  | 'empty'
  | 'never-started'
  | 'denied'
  | 'unreadable'
  | 'not-asked'
  | 'switched-off';

/** What is different from when it worked. */
export type ChangeFinding =
  | {
      readonly state: 'changed';
      readonly from: string;
      readonly to: string;
      readonly at?: Instant;
      readonly changes: readonly RevisionChange[];
      readonly registeredBy?: string;
      readonly compareLink?: string;
    }
  | { readonly state: 'unchanged'; readonly revision: string; readonly since?: Instant }
  | NotYet
  | { readonly state: 'unknown'; readonly reason: 'denied' | 'unreadable' | 'not-asked' | 'no-previous' };

/**
 * Who did it: a role or a pipeline, never a person's name unless the configuration asks for it (then `actor` is the
 * session's or the user's name). `action` is the API call; `via` the AWS service that made it on behalf.
 */
export type WhoFinding =
  | {
      readonly state: 'found';
      readonly by: 'role' | 'user' | 'root' | 'service' | 'other';
      readonly actor: string;
      readonly via?: string;
      readonly action: string;
      readonly at: Instant;
    }
  | NotYet
  | {
      readonly state: 'none';
      readonly reason: 'denied' | 'not-found' | 'no-deployment' | 'switched-off' | 'unreadable' | 'not-asked';
    };

/** What the registry knows of the culprit's image. */
export type ImageFinding =
  | {
      readonly state: 'exists';
      readonly repository: string;
      readonly reference: string;
      readonly pushedAt?: Instant;
      readonly architectures?: readonly string[];
    }
  | {
      readonly state: 'missing';
      readonly repository: string;
      readonly reference: string;
      readonly newest: readonly { readonly tag: string; readonly pushedAt: Instant }[];
      readonly askedAt: Instant;
    }
  | { readonly state: 'no-repository'; readonly repository: string }
  | NotYet
  | {
      readonly state: 'unknown';
      readonly reason: 'not-ecr' | 'no-image' | 'denied' | 'unreadable' | 'not-asked' | 'other-account';
    };

/** The load balancer's view of a service's targets, with its reason codes counted. */
export type TargetFinding =
  | {
      readonly state: 'found';
      readonly healthy: number;
      readonly total: number;
      readonly reasons: readonly { readonly code: string; readonly count: number; readonly description?: string }[];
      readonly readAt: Instant;
    }
  | NotYet
  | { readonly state: 'none'; readonly reason: 'no-load-balancer' | 'denied' | 'unreadable' | 'not-asked' };

/**
 * Whether one more copy could be placed when it was looked up, in the language of the messages: `room` and `outlook` are
 * the verdict, `table` the instances, the nearest miss first, `changes` what would let more in, the cheapest first.
 * `agrees`: whether it bears out what ECS reported; absent where that is not sure.
 */
export type PlacementFinding =
  | {
      readonly state: 'found';
      /** What one copy takes; absent in records of an earlier version. */
      readonly needs?: string;
      readonly room: string;
      readonly outlook: string;
      readonly table: readonly string[];
      readonly changes: readonly ChangeLine[];
      readonly agrees?: boolean;
      readonly readAt: Instant;
    }
  | NotYet
  | { readonly state: 'none'; readonly reason: 'fargate' | 'denied' | 'unreadable' | 'not-asked' };
