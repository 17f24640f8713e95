/**
 * Counts since the last digest: `failed/tasks`, `stop/<cause>` (expected stops), `would-page/<cluster>:<name>`,
 * `muted/<id>`, `expired/<cluster>:<name>` (its end was never heard of), `gap/<cause>` (a failure that the catalogue has
 * no row of its own for), `idle/<cluster>:<name>` (desired count 0 for weeks), `empty/<cluster>`, `quota/<…>`,
 * `retiring/<when>/<cluster>:<name>` (Fargate replaces its tasks from then on, UTC to the minute),
 * `redeploy-code-deploy/` and `redeploy-task-set/<cluster>:<name>` (by whom it is deployed, where not by ECS),
 * `drain-drained/`, `drain-forced/`, `drain-observed/` and `drain-short-hook/<cluster>:<group>`.
 */
export type Counts = Readonly<Record<string, number>>;

/** Counts whose name begins so, the largest first, without the beginning. */
export function under(counts: Counts, prefix: string): (readonly [string, number])[] {
  return Object.entries(counts)
    .filter(([name, count]) => name.startsWith(prefix) && count > 0)
    .map(([name, count]) => [name.slice(prefix.length), count] as const)
    .sort((a, b) => b[1] - a[1]);
}

export function sumUnder(counts: Counts, prefix: string): number {
  return under(counts, prefix).reduce((sum, [, count]) => sum + count, 0);
}

/** `web/orders-api`, of `web:orders-api`. */
export const asShown = (name: string): string => name.replace(':', '/');
