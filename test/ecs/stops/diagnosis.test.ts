import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContainerChange, TaskChanged } from '../../../lib/core/event.ts';
import { isAtLeast } from '../../../lib/core/severity.ts';
import { causes } from '../../../lib/ecs/stops/catalogue.ts';
import { diagnose, isStopped } from '../../../lib/ecs/stops/diagnosis.ts';
import { stopCodes } from '../../../lib/ecs/stops/stop-codes.ts';
import { networkMarkers } from '../../../lib/ecs/stops/text-pattern.ts';
import { container, stoppedTask } from './samples.ts';

const essentialExit = 'Essential container in task exited';

function verdict(changes: Partial<TaskChanged>, essential?: readonly string[]) {
  return diagnose(stoppedTask(changes), essential === undefined ? {} : { essential: new Set(essential) });
}

function exited(...containers: ContainerChange[]): Partial<TaskChanged> {
  return { stopCode: 'EssentialContainerExited', stoppedReason: essentialExit, containers };
}

function causeOfStart(stoppedReason: string): string | undefined {
  return verdict({ stopCode: 'TaskFailedToStart', stoppedReason })?.cause;
}

function denied(number: number): string {
  return `CannotPullContainerError: User: arn:aws:sts::123456789012:assumed-role/exec/${number} is not authorized to perform: ecr:BatchGetImage`;
}

const standalone = { group: 'family:nightly-close' } as const;

describe('what is a stop', () => {
  test.each([
    ['STOPPED', 'STOPPED', true],
    ['DEPROVISIONING', 'STOPPED', true],
    ['STOPPING', 'STOPPED', false],
    ['DEACTIVATING', 'STOPPED', false],
    ['RUNNING', 'STOPPED', false],
    ['PENDING', 'RUNNING', false],
  ])('%s, desired %s: %s', (lastStatus, desiredStatus, stopped) => {
    const task = stoppedTask({ lastStatus, desiredStatus, stopCode: 'SpotInterruption' });
    expect(isStopped(task)).toBe(stopped);
    expect(diagnose(task) !== undefined).toBe(stopped);
  });
});

describe('exit codes', () => {
  test('0 is a failure of a service and the success of a job', () => {
    expect(verdict(exited(container('app', 0)))).toMatchObject({ failure: true, severity: 'error', exitCode: 0 });
    expect(verdict({ ...exited(container('app', 0)), ...standalone })).toMatchObject({
      cause: 'essential_exit',
      failure: false,
      severity: 'none',
      exitCode: 0,
    });
  });

  test.each([
    ['family:NAME', { group: 'family:x' }, false],
    ['free text', { group: 'grp' }, false],
    ['service:NAME', { group: 'service:x' }, true],
    ['a service called like a family', { group: 'service:family:x' }, true],
    ['no group, started by a service', { group: undefined, startedBy: 'ecs-svc/123' }, true],
    ['no group, started by a rule', { group: undefined, startedBy: 'events-rule/x' }, false],
    ['a group wins over startedBy', { group: 'family:x', startedBy: 'ecs-svc/123' }, false],
  ])('service or standalone by %s', (_, changes, service) => {
    expect(verdict({ ...exited(container('app', 0)), ...(changes as Partial<TaskChanged>) })?.failure).toBe(service);
  });

  test.each([3221225786, -1073741510])(
    'a Windows container that obeyed (%i) beside one that did its work',
    (obeyed) => {
      expect(verdict({ ...exited(container('job', 0), container('agent', obeyed)), ...standalone })).toMatchObject({
        failure: false,
        exitCode: 0,
      });
      expect(verdict(exited(container('agent', obeyed), container('iis', 1)))?.culprit).toBe('iis');
      expect(verdict(exited(container('iis', obeyed)))).toMatchObject({ failure: true, culprit: 'iis' });
    },
  );

  test('137 with OutOfMemoryError is out of memory, for certain', () => {
    const killed = container('app', 137, { reason: 'OutOfMemoryError: Container killed due to memory usage' });
    expect(verdict(exited(killed))).toMatchObject({
      cause: 'oom',
      certainty: 'certain',
      culprit: 'app',
      exitCode: 137,
    });
  });

  test('137 without a reason is only probably anything', () => {
    expect(verdict(exited(container('app', 137)))).toMatchObject({
      cause: 'essential_exit',
      certainty: 'probable',
      culprit: 'app',
      fills: { signal: 'SIGKILL' },
    });
  });

  test.each(['Scaling activity initiated by (deployment ecs-svc/1)', 'Container instance is in DRAINING state'])(
    '137 in an expected stop is a hint: %s',
    (stoppedReason) => {
      const found = verdict({
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason,
        containers: [container('app', 137), container('envoy', 0)],
      });
      expect(found).toMatchObject({ failure: false, severity: 'none', fills: { ignoresSigterm: 'app' } });
      expect(found).not.toHaveProperty('culprit');
    },
  );

  test('a stop that everybody honoured has no such hint', () => {
    expect(verdict({ stopCode: 'UserInitiated', containers: [container('app', 143)] })?.fills).not.toHaveProperty(
      'ignoresSigterm',
    );
  });

  test.each([0, 1, 2, 137, 143])('a scale-in with exit code %i is expected', (exitCode) => {
    const stoppedReason = 'Scaling activity initiated by (deployment ecs-svc/4410986521300771256)';
    expect(
      verdict({ stopCode: 'ServiceSchedulerInitiated', stoppedReason, containers: [container('app', exitCode)] })
        ?.failure,
    ).toBe(false);
  });
});

describe('the words of AWS', () => {
  const reason = 'TomorrowsError: the moon is full';
  test.each([
    ['the reason of the only container, beside "failed to start"', 'Task failed to start', reason, reason],
    ['the reason of the only container, beside nothing', undefined, reason, reason],
    ['those of the task, where they say something', 'The stars are wrong', reason, 'The stars are wrong'],
    ['those of the task, where no container has any', 'Task failed to start', undefined, 'Task failed to start'],
  ])('nobody knows are %s', (_, ofTask, ofContainer, text) => {
    const app = container('app', undefined, ofContainer === undefined ? {} : { reason: ofContainer });
    const words = ofTask === undefined ? {} : { stoppedReason: ofTask };
    const found = verdict({ stopCode: 'TaskFailedToStart', ...words, containers: [app] });
    expect(found).toMatchObject({ cause: 'fb_start', text, gap: true });
  });
});

describe('the culprit', () => {
  const reason = 'CannotPullContainerError: manifest unknown';
  test.each<[string, Partial<TaskChanged>, string[] | undefined, string | undefined]>([
    ['has an error of its own, not a shutdown code', exited(container('a', 143), container('b', 7)), undefined, 'b'],
    ['is the first of two with errors', exited(container('a', 3), container('b', 7)), undefined, 'a'],
    ['is the killed one before the terminated one', exited(container('a', 143), container('b', 137)), undefined, 'b'],
    ['ended well first when the other was terminated', exited(container('a', 0), container('b', 143)), undefined, 'a'],
    ['has no exit code when the other one obeyed', exited(container('a'), container('b', 143)), undefined, 'a'],
    ['has no exit code when the other one ended well', exited(container('a', 0), container('b')), undefined, 'b'],
    ['is the killed one beside one without an exit code', exited(container('a', 137), container('b')), undefined, 'a'],
    ['has an error beside one without an exit code', exited(container('a'), container('b', 1)), undefined, 'b'],
    [
      'is unknown among two without an exit code, whoever obeyed',
      exited(container('a'), container('b'), container('c', 143)),
      undefined,
      undefined,
    ],
    ['is unknown among two killed', exited(container('a', 137), container('b', 137)), undefined, undefined],
    ['is unknown among two that ended well', exited(container('a', 0), container('b', 0)), undefined, undefined],
    ['is essential', exited(container('a', 1), container('b', 2)), ['b'], 'b'],
    ['is essential even if it ended well', exited(container('a', 1), container('b', 0)), ['b'], 'b'],
    ['is found without an essential set that fits', exited(container('a', 1)), ['zzz'], 'a'],
    [
      'has the telling reason',
      { stopCode: 'TaskFailedToStart', containers: [container('a'), container('b', undefined, { reason })] },
      undefined,
      'b',
    ],
    [
      'is heard though not essential if nothing else speaks',
      { stopCode: 'TaskFailedToStart', containers: [container('a'), container('b', undefined, { reason })] },
      ['a'],
      'b',
    ],
    [
      'is unknown when the text names neither of two',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'CannotPullContainerError: context canceled',
        containers: [container('a'), container('b')],
      },
      undefined,
      undefined,
    ],
    [
      'is named in quotes by the text',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: `CannotPullContainerError: image of container 'b' is broken`,
        containers: [container('a'), container('b')],
      },
      undefined,
      'b',
    ],
    [
      'has the image the text names, not one that begins like it',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'CannotPullContainerError: failed to resolve ref 1.dkr.ecr.x.amazonaws.com/shop:v10: not found',
        containers: [
          container('old', undefined, { image: '1.dkr.ecr.x.amazonaws.com/shop:v1' }),
          container('new', undefined, { image: '1.dkr.ecr.x.amazonaws.com/shop:v10' }),
        ],
      },
      undefined,
      'new',
    ],
    [
      'has a repository that ends like another',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'CannotPullContainerError: failed to resolve ref registry:5000/my-shop@sha256:aa: not found',
        containers: [
          container('a', undefined, { image: 'shop:1' }),
          container('b', undefined, { image: 'registry:5000/my-shop:2' }),
        ],
      },
      undefined,
      'b',
    ],
    [
      'is nobody for a lost host',
      { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 (instance i-1) terminated.' },
      undefined,
      undefined,
    ],
  ])('%s', (_, changes, essential, culprit) => {
    expect(verdict(changes, essential)?.culprit).toBe(culprit);
  });
});

describe('texts', () => {
  test('the reason of the container is told before that of the task, uncut', () => {
    const reason = `CannotStartContainerError: ${'x'.repeat(1000)}`;
    const found = verdict(exited(container('app', 1, { reason })));
    expect(found).toMatchObject({ cause: 'start_err', text: reason });
    expect(String(found?.fills['text']).length).toBeLessThan(300);
  });

  test.each(networkMarkers)('network marker in a pull, a secret and a log text: %s', (marker) => {
    expect(causeOfStart(`CannotPullContainerError: Get: ${marker}`)).toBe('pull_network');
    expect(causeOfStart(`ResourceInitializationError: unable to pull secrets or registry auth: ${marker}`)).toBe(
      'secrets_network',
    );
    expect(causeOfStart(`ResourceInitializationError: failed to validate logger args: ${marker}`)).toBe(
      'log_group_net',
    );
  });

  test.each([
    'Capacity is unavailable at this time',
    'Timeout waiting for network interface provisioning to complete.',
  ])('transient only where ECS tries again: %s', (stoppedReason) => {
    expect(verdict({ stopCode: 'TaskFailedToStart', stoppedReason })?.transient).toBe(true);
    expect(verdict({ stopCode: 'TaskFailedToStart', stoppedReason, ...standalone })?.transient).toBe(false);
  });

  test.each([
    ['Bind for 0.0.0.0:80 failed: port is already allocated', 80],
    ['Bind for :::9200 failed: port is already allocated', 9200],
    ['failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use', 8080],
    ['failed to bind host port for [::]:443:172.17.0.2:80/tcp: address already in use', 443],
    ['failed to bind host port 0.0.0.0:53/udp: address already in use', 53],
    ['Error starting userland proxy: listen tcp4 0.0.0.0:25: bind: address already in use', 25],
    ['failed to bind host port: address already in use', undefined],
  ])('the host port is named: %s', (words, port) => {
    const reason = `CannotStartContainerError: Error response from daemon: ${words}`;
    const found = verdict({ stopCode: 'TaskFailedToStart', containers: [container('app', undefined, { reason })] });
    expect(found?.cause).toBe('start_port');
    expect(found?.fills['port']).toBe(port === undefined ? undefined : String(port));
  });

  test.each([
    ["in subnet 'subnet-1': InvalidGroup.NotFound", 'eni_refused', 'InvalidGroup.NotFound'],
    ["in subnet 'subnet-1': UnauthorizedOperation: not allowed", 'eni_refused', 'UnauthorizedOperation'],
    ['in subnet: Client.OptInRequired', 'eni_refused', 'OptInRequired'],
    ["in subnet 'subnet-1': InsufficientFreeAddressesInSubnet", 'subnet_ips', undefined],
    ["in subnet 'subnet-1'", 'subnet_ips', undefined],
    ["in subnet ''", 'subnet_ips', undefined],
    ["in subnet 'subnet-1': AuthFailure", 'eni_auth', undefined],
    ['in subnet: Client.RequestLimitExceeded', 'eni_rate', undefined],
  ])('an error of EC2 is named, and full is only what is: %s', (words, cause, error) => {
    const stoppedReason = `Unexpected EC2 error while attempting to Create Network Interface ${words}`;
    const found = verdict({ stopCode: 'TaskFailedToStart', stoppedReason });
    expect(found?.cause).toBe(cause);
    expect(found?.fills['error']).toBe(error);
  });

  test.each([
    ['a task that ran was reclaimed', { startedAt: Date.UTC(2026, 2, 4, 2) }, 'spot_reclaimed'],
    ['one that never ran found no capacity', {}, 'spot_error'],
  ])('Spot: %s', (_, changes, cause) => {
    const stoppedReason = 'SpotInterruptionError: There is no Spot capacity available';
    expect(verdict({ stopCode: 'SpotInterruption', stoppedReason, ...changes })?.cause).toBe(cause);
  });

  test('a thousand different texts do not change what the first one means', () => {
    const found = new Set(Array.from({ length: 1000 }, (_, number) => causeOfStart(denied(number))));
    expect([...found, causeOfStart(denied(0))]).toEqual(['pull_denied_role', 'pull_denied_role']);
  });

  test('a new stop code is a gap even where the text is known', () => {
    const stoppedReason = 'CannotPullContainerError: manifest unknown';
    expect(verdict({ stopCode: 'BrandNew', stoppedReason })).toMatchObject({
      cause: 'pull_no_image',
      gap: true,
      failure: true,
    });
    expect(verdict({ stopCode: 'TaskFailedToStart', stoppedReason })).toMatchObject({
      cause: 'pull_no_image',
      gap: false,
    });
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 1024, unit: 'binary' }),
  fc
    .constantFrom(...causes.flatMap(({ match }) => match.split(/ ;; | && /)))
    .chain((part) =>
      fc
        .tuple(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }))
        .map(([before, after]) => before + part + after),
    ),
);
const anyContainer = fc.record(
  {
    name: fc.string({ maxLength: 20 }),
    exitCode: fc.constantFrom(0, 1, 137, 139, 143, 255, -1),
    reason: anyText,
    image: anyText,
  },
  { requiredKeys: ['name'] },
);
const anyTask = fc
  .record(
    {
      stopCode: fc.oneof(fc.constantFrom(...stopCodes.keys()), fc.string()),
      stoppedReason: anyText,
      group: fc.constantFrom('service:a', 'family:a', ''),
      containers: fc.array(anyContainer, { maxLength: 4 }),
    },
    { requiredKeys: ['containers', 'group'] },
  )
  .map((changes) => stoppedTask(changes));

/** Case has one meaning only in ASCII. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.');
}

/** Random upper and lower case, and either kind of apostrophe. */
function respelled(text: string, choices: readonly boolean[]): string {
  const chosen = (index: number): boolean => choices[index % choices.length] ?? false;
  return Array.from(text)
    .map((letter, index) =>
      letter === "'" && chosen(index) ? '\u2019' : chosen(index) ? letter.toUpperCase() : letter.toLowerCase(),
    )
    .join('');
}

describe('for every stop', () => {
  test('there is a diagnosis, of a row in the catalogue, and a failure has at least severity warning', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const found = diagnose(task);
        expect(causes.map(({ id }) => id)).toContain(found?.cause);
        expect(isAtLeast(found?.severity ?? 'none', 'warning')).toBe(found?.failure);
        expect([undefined, ...task.containers.map(({ name }) => name)]).toContain(found?.culprit);
      }),
      { numRuns: 1000 },
    );
  });

  test('no text silences a task that failed to start', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        expect(diagnose({ ...task, stopCode: 'TaskFailedToStart' })?.failure).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('no text silences an essential container that ended with an error', () => {
    fc.assert(
      fc.property(anyTask, fc.integer({ min: 1, max: 255 }), (task, exitCode) => {
        const containers = [...task.containers, container('worker', exitCode)];
        expect(
          diagnose({ ...task, stopCode: 'EssentialContainerExited', containers }, { essential: new Set(['worker']) })
            ?.failure,
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('no text makes a failure of a stop by hand', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const found = diagnose({ ...task, stopCode: 'UserInitiated' });
        expect(found?.failure).toBe(false);
        expect(['user_stop', 'user_stop_custom', 'instance_dereg']).toContain(found?.cause);
      }),
      { numRuns: 1000 },
    );
  });

  test('the spelling of a text changes nothing', () => {
    fc.assert(
      fc.property(anyTask, fc.array(fc.boolean(), { minLength: 1, maxLength: 64 }), (task, choices) => {
        const reasons = (spell: (text: string) => string): TaskChanged => ({
          ...task,
          ...(task.stoppedReason === undefined ? {} : { stoppedReason: spell(task.stoppedReason) }),
          containers: task.containers.map((one) =>
            one.reason === undefined ? one : { ...one, reason: spell(one.reason) },
          ),
        });
        const plain = diagnose(reasons(ascii));
        const other = diagnose(reasons((text) => respelled(ascii(text), choices)));
        expect(other).toMatchObject({ cause: plain?.cause, failure: plain?.failure, severity: plain?.severity });
      }),
      { numRuns: 1000 },
    );
  });
});
