import type { Program } from '../account/surroundings.ts';

/** A web server that is up in five seconds and leaves politely. */
const web: Program = {
  pullMs: 3000,
  startMs: 500,
  healthyAfterMs: 4000,
  stopMs: 900,
  stopExitCode: 0,
  lines: ['listening on :8080'],
  lastLines: [],
};

/** What the containers of images do, by name. A scenario pushes an image with a program. */
const programs = {
  web,
  worker: { ...web, lines: ['waiting for messages'], stopMs: 4000 },
  /** Ignores SIGTERM, and is killed for it. */
  stubborn: { ...web, stopMs: 180_000, lines: ['listening on :8080'] },
  /** Takes minutes to leave, and leaves. */
  slow: { ...web, stopMs: 420_000, lines: ['waiting for messages'] },
  /** Stays as long as it is let. */
  endless: { ...web, stopMs: 7_200_000, lines: ['waiting for messages'] },
  crash: {
    ...web,
    ends: { afterMs: 6000, exitCode: 1 },
    lines: ['starting'],
    lastLines: ['panic: required env PAYMENT_HMAC_KEY is not set', '  main.go:41 mustEnv'],
  },
  /** Works for two minutes and then dies of its memory. */
  leak: {
    ...web,
    ends: { afterMs: 120_000, exitCode: 137, outOfMemory: true },
    lines: ['listening on :8080', 'heap 412 MiB of 512 MiB'],
  },
  /** Dies when nobody expects it. */
  fragile: { ...web, ends: { afterMs: 240_000, exitCode: 139 }, lastLines: ['segmentation fault'] },
  /** Starts, and never answers. */
  unhealthy: { ...web, healthyAfterMs: undefined, httpCode: 503, lines: ['database is not reachable, waiting'] },
  job: { ...web, ends: { afterMs: 45_000, exitCode: 0 }, lines: ['working'], lastLines: ['done: 1204 rows'] },
  brokenJob: {
    ...web,
    ends: { afterMs: 20_000, exitCode: 2 },
    lines: ['working'],
    lastLines: ['ERROR: relation "invoices" does not exist', 'aborted'],
  },
} as const satisfies Readonly<
  Record<string, Omit<Program, 'healthyAfterMs'> & { readonly healthyAfterMs?: number | undefined }>
>;

export type ProgramName = keyof typeof programs;

/** A program as an account holds it. */
export function programOf(name: ProgramName): Program {
  const { healthyAfterMs, ...rest } = { healthyAfterMs: undefined, ...programs[name] };
  return healthyAfterMs === undefined ? rest : { ...rest, healthyAfterMs };
}
