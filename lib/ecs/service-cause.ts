import type { Certainty } from '../core/alert.ts';
import type { Text } from '../core/language.ts';
import type { Severity } from '../core/severity.ts';

/** What an event means for the story of its subject. */
export type Meaning =
  | 'resolve-signal'
  | 'context'
  | 'noise'
  | 'failure'
  | 'action-needed'
  | 'rollback'
  | 'deployment-started'
  | 'deployment-completed'
  | 'deployment-failed';

/** A cause that is told by a service event rather than by a stopped task. `source`: pages of the ECS developer guide. */
export type ServiceCause = {
  readonly id: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly title: Text;
  readonly likely: Text;
  readonly remedy: Text;
  /** What to do instead about an instance of ECS Anywhere: it is in no Auto Scaling group. */
  readonly external?: Text;
  readonly source: string;
  /** A row of last resort. */
  readonly gap?: boolean;
};
