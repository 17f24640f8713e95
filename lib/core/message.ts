/**
 * A message as people are meant to read it, before any channel's dialect. Plain strings are text and are escaped by
 * the channel, whoever wrote them; only these few forms have a meaning.
 */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly text: string }
  | { readonly mention: string };

export type Line = readonly Span[];

/** red: customers hurt. amber: at risk, or rolled back. grey: expired or muted. green: recovered. */
export type Bar = 'red' | 'amber' | 'grey' | 'green';

/** The lines in their fixed order: the eye learns where to look. */
const lineNames = ['title', 'impact', 'next', 'why', 'changed', 'do', 'log', 'context'] as const;

export type LineName = (typeof lineNames)[number];

/**
 * One incident's message. `summary` is what a lock screen shows: plain text, the first 60 characters decide.
 * `log` lines are shown in a fence. `code` is a stable ASCII name of what happened, for mail subjects.
 */
export type Message = {
  readonly incident: string;
  readonly status: 'firing' | 'resolved' | 'rolled-back' | 'expired';
  readonly severity: 'none' | 'info' | 'warning' | 'error' | 'critical';
  readonly summary: string;
  readonly bar: Bar;
  readonly title: Line;
  readonly impact: Line;
  readonly next: Line;
  readonly why?: Line;
  readonly changed?: Line;
  readonly do?: readonly Line[];
  readonly log?: readonly string[];
  readonly context: Line;
  readonly labels: Readonly<Record<'impact' | 'next' | 'why' | 'changed' | 'do', string>>;
  readonly code: string;
};

/** What belongs under the message: commands, more log, a table, a line of news. `fence` shows it as it is. */
export type Reply = {
  readonly key: string;
  readonly lines: readonly Line[];
  readonly fence?: readonly string[];
  /** News that must wake somebody: shown in the channel as well, with the mention. */
  readonly broadcast?: boolean;
};
