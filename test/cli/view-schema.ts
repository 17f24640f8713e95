import { z } from 'zod';
import type { AccountView, ChatView, ConsoleView, DecisionView } from '../../console/view.ts';

const count = z.int().min(0);
const instant = z.number().min(Date.parse('2020-01-01T00:00:00Z'));
const words = z.string().min(1);
const share = z.strictObject({ used: count, total: z.int().min(1) });

const task = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  service: words.exactOptional(),
  family: words,
  revision: z.int().min(1).exactOptional(),
  status: z.enum([
    'PROVISIONING',
    'PENDING',
    'ACTIVATING',
    'RUNNING',
    'DEACTIVATING',
    'STOPPING',
    'DEPROVISIONING',
    'STOPPED',
  ]),
  health: z.enum(['HEALTHY', 'UNHEALTHY', 'UNKNOWN']),
  zone: words.exactOptional(),
  reason: words.exactOptional(),
});

const instance = z.strictObject({
  id: z.string().regex(/^i-[0-9a-f]{17}$/),
  type: words,
  zone: words,
  status: z.enum(['REGISTERING', 'ACTIVE', 'DRAINING', 'DEREGISTERING', 'INACTIVE']),
  agentConnected: z.boolean(),
  cpu: share,
  memory: share,
  tasks: z.array(task),
});

const drain = z.strictObject({
  instance: z.string().regex(/^i-[0-9a-f]{17}$/),
  since: instant,
  why: words,
  phase: z.enum(['observed', 'waiting', 'draining', 'stuck', 'leaving', 'returning', 'over']),
  tasks: z.array(
    z.strictObject({
      name: words,
      count: z.int().min(1),
      stopping: count,
      isDaemon: z.boolean(),
      isStandalone: z.boolean(),
    }),
  ),
  endsAt: instant.exactOptional(),
  end: z.strictObject({ at: instant, text: words, isGood: z.boolean() }).exactOptional(),
});

const service = z.strictObject({
  name: words,
  launchType: z.enum(['EC2', 'FARGATE']),
  desired: count,
  running: count,
  pending: count,
  health: z.enum(['ok', 'at-risk', 'degraded', 'down', 'unknown']),
  deployment: z
    .strictObject({
      from: words.exactOptional(),
      to: words,
      state: z.enum(['in-progress', 'completed', 'failed', 'rolling-back', 'rolled-back']),
      reason: words.exactOptional(),
    })
    .exactOptional(),
  placement: z
    .strictObject({
      fits: z.enum(['yes', 'no', 'unverifiable']),
      room: words,
      outlook: words,
      instances: z.array(
        z.strictObject({
          id: z.string().regex(/^i-[0-9a-f]{17}$/),
          fits: z.enum(['yes', 'no', 'unverifiable']),
          why: z.array(words),
        }),
      ),
    })
    .exactOptional(),
  tasks: z.array(task),
});

const curve = z.array(z.number().nullable());

const account = z.strictObject({
  now: instant,
  speed: z.number().min(0),
  zone: words,
  account: z.string().regex(/^\d{12}$/),
  region: words,
  clusters: z.array(
    z.strictObject({
      name: words,
      instances: z.array(instance),
      drains: z.array(drain),
      services: z.array(service),
      standalone: z.array(task).exactOptional(),
    }),
  ),
  queues: z.array(z.strictObject({ name: words, visible: count, inFlight: count, delayed: count })),
  functions: z.array(z.strictObject({ name: words, invocations: count, errors: count, inFlight: count })),
  faults: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z-]+$/),
      label: words,
      hint: words,
      group: words,
      active: z.boolean(),
      aimsAt: z.enum(['service', 'instance', 'job']).exactOptional(),
    }),
  ),
  series: z.strictObject({
    at: z.array(instant),
    services: z.array(z.strictObject({ service: words, desired: curve, running: curve, healthy: curve })),
    loads: z.array(z.strictObject({ service: words, unit: words, values: curve })),
    scaling: z.array(
      z.strictObject({
        service: words,
        decisions: z.array(
          z.strictObject({
            at: instant,
            from: count,
            to: count,
            wanted: count,
            mode: z.enum(['observe', 'act']),
            why: words,
            details: z.array(words),
          }),
        ),
      }),
    ),
  }),
  configuration: z.strictObject({
    file: words,
    state: z.enum(['good', 'bad']),
    readAt: instant.exactOptional(),
    text: words.exactOptional(),
    language: z.enum(['en', 'ja']).exactOptional(),
    faults: z.array(
      z.strictObject({ line: z.int().min(1), column: z.int().min(1), path: z.string(), problem: words, fix: words }),
    ),
  }),
}) satisfies z.ZodType<AccountView>;

const ts = z.string().regex(/^\d{10}\.\d{6}$/);

const chat = z.strictObject({
  channels: z.array(z.strictObject({ id: words, name: words })),
  names: z.record(z.string(), words),
  messages: z.array(
    z.strictObject({
      channel: words,
      ts,
      threadTs: ts.exactOptional(),
      broadcast: z.boolean(),
      author: words,
      postedAt: instant,
      editedAt: instant.exactOptional(),
      edits: count,
      content: z.looseObject({
        text: words,
        blocks: z.unknown().exactOptional(),
        attachments: z.unknown().exactOptional(),
      }),
      reactions: z.array(z.strictObject({ name: words, count, mine: z.boolean() })),
      pings: z.array(words),
    }),
  ),
}) satisfies z.ZodType<ChatView>;

const decision = z.strictObject({
  id: count,
  at: instant,
  feature: words,
  record: words,
  reason: words,
  actions: z.array(words),
}) satisfies z.ZodType<DecisionView>;

const run = z.strictObject({
  id: words,
  slot: instant,
  look: z.enum([
    'due',
    'starting',
    'running',
    'retrying',
    'late',
    'ran',
    'retried',
    'failed',
    'missed',
    'skipped',
    'suspended',
    'observed',
    'stopped',
    'unknown',
  ]),
  says: words,
  startedAt: instant.exactOptional(),
  endedAt: instant.exactOptional(),
  tries: count,
  exit: z.strictObject({ code: count, meaning: words }).exactOptional(),
  why: z.strictObject({ title: words, likely: words.exactOptional(), remedy: words }).exactOptional(),
  steps: z.array(
    z.strictObject({
      at: instant,
      tone: z.enum(['plain', 'good', 'bad', 'wait']),
      text: words,
      details: words.exactOptional(),
    }),
  ),
});

const job = z.strictObject({
  name: words,
  cluster: words,
  due: words,
  state: z.enum(['active', 'suspended', 'observed']),
  broken: words.exactOptional(),
  usualMs: count.exactOptional(),
  slowMs: count.exactOptional(),
  runs: z.array(run),
  next: z.array(instant),
});

/** What `GET /api/view` answers, field by field; a field it does not know is a fault. */
export const viewSchema = z.strictObject({
  account,
  chat,
  decisions: z.array(decision),
  jobs: z.array(job),
}) satisfies z.ZodType<ConsoleView>;
