import type { JobView } from './jobs.ts';
import type { AccountView, ChatView, DecisionView } from './view.ts';

/**
 * How the page and the server talk. Types only: the server imports them, and so does the page.
 *
 * - `GET /api/view` answers a whole `ConsoleView`.
 * - `GET /api/stream` is a stream of Server-Sent Events. Each has a name and one line of JSON as its data:
 *   `view` an `AccountView`, always whole, sent when something changed and at least every second (at most some five a
 *   second); `chat` a `ChatUpdate`; `decisions` a `DecisionsUpdate`; `jobs` a `JobsUpdate`. The first of each of a
 *   connection are whole, so that a reconnected page is right again; `changes.ts` makes the later ones.
 * - `POST /api/speed` takes a `SpeedRequest`, `POST /api/faults/<id>` a `FaultRequest`, `POST /api/react` a
 *   `ReactRequest`, all as JSON. They answer 2xx, or 4xx with a `Refusal`, which the page shows.
 */

/** Names of the events on the stream, with what each carries. */
export type StreamEvents = {
  readonly view: AccountView;
  readonly chat: ChatUpdate;
  readonly decisions: DecisionsUpdate;
  readonly jobs: JobsUpdate;
};

/** `speed` is virtual time by real time; 0 pauses. */
export type SpeedRequest = { readonly speed: number };

/** `target` is a `cluster/service`, an EC2 instance id or the name of a job, as the fault's `aimsAt` says; absent: the account chooses. */
export type FaultRequest = { readonly target?: string };

/** The visitor's own reaction: given, or taken back when it stands already. `name` as Slack calls it: `eyes`. */
export type ReactRequest = { readonly channel: string; readonly ts: string; readonly name: string };

/** Why a request was not carried out, as one sentence for people. */
export type Refusal = { readonly error: string };

/** `whole`: it replaces all there was. Otherwise `messages` are new ones and changed ones, told apart by channel and ts. */
export type ChatUpdate = ChatView & { readonly whole: boolean };

/** `whole`: it replaces all there was. Otherwise these are later than those before. Oldest first. */
export type DecisionsUpdate = { readonly whole: boolean; readonly decisions: readonly DecisionView[] };

/** All jobs by name, in their order, and those that are new or changed. */
export type JobsUpdate = { readonly names: readonly string[]; readonly jobs: readonly JobView[] };
