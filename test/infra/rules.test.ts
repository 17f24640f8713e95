import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../sim/event-pattern.ts';
import { patterns, resource, resourcesOf, title } from './stack.ts';

type Sample = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The longest pattern EventBridge takes (EventBridge quotas, "Event pattern size"). */
const longestPattern = 2048;

const folder = join(import.meta.dirname, '..', '..', 'events');
const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json') && !file.startsWith('malformed'))
  .flatMap((file): (readonly [file: string, event: Sample])[] => {
    const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return isEvent(content) ? [[file, content]] : [];
  });

/** Beside single events there are expectations and facts. */
function isEvent(content: unknown): content is Sample {
  return typeof content === 'object' && content !== null && 'detail-type' in content;
}

function sample(file: string): Sample {
  const found = samples.find(([name]) => name === file);
  if (found === undefined) throw new Error(`there is no sample ${file}`);
  return found[1];
}

/** The names of the queues an event is delivered to. */
function deliveredTo(event: unknown): string[] {
  return Object.entries(patterns).flatMap(([feature, rules]) =>
    Object.values(rules)
      .filter((pattern) => matchesPattern(pattern, event))
      .map(() => feature),
  );
}

const withDetail = (event: Sample, detail: Readonly<Record<string, unknown>>): Sample => ({
  ...event,
  detail: { ...event.detail, ...detail },
});

describe('the rules of the stack', () => {
  test('every kind of event that is read has a sample', () => {
    const kinds = new Set(samples.map(([, event]) => event['detail-type']));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining([
        'CodeDeploy Deployment State-change Notification',
        'ECS Container Instance Health Change',
        'ECS Daemon Deployment State Change',
        'ECS Daemon Service Action',
        'ECS Deployment State Change',
        'ECS Hook State Change',
        'ECS Service Action',
        'ECS Task State Change',
        'EC2 Instance-terminate Lifecycle Action',
        'EC2 Spot Instance Interruption Warning',
        'EC2 Instance Rebalance Recommendation',
        'EC2 Instance State-change Notification',
        'AWS Health Event',
        'Drain Requested',
      ]),
    );
  });

  test('every sample is delivered once to each that it concerns, unless it is left out on purpose', () => {
    const wrong = samples.flatMap(([file, event]) => {
      const delivered = deliveredTo(event).join();
      return delivered === concerned(event).join() ? [] : [`${file}: ${delivered || 'nobody'}`];
    });
    expect(wrong).toEqual([]);
    expect(samples.filter(([, event]) => !isLeftOut(event)).length).toBeGreaterThan(100);
  });

  const stopped = sample('task-stopped/oom-exit-1.json');

  test.each(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING'])(
    'a task in %s is delivered to nobody',
    (lastStatus) => {
      expect(deliveredTo(withDetail(stopped, { lastStatus }))).toEqual([]);
    },
  );

  test.each(['DEPROVISIONING', 'STOPPED'])('a task in %s is delivered', (lastStatus) => {
    expect(deliveredTo(withDetail(stopped, { lastStatus }))).toEqual(['health']);
  });

  test("a task of AWS Batch's own clusters is delivered to nobody", () => {
    const clusterArn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/AWSBatch-nightly-0a1b2c3d-4e5f';
    expect(deliveredTo(withDetail(stopped, { clusterArn }))).toEqual([]);
    const similar = 'arn:aws:ecs:eu-west-1:123456789012:cluster/not-AWSBatch-nightly';
    expect(deliveredTo(withDetail(stopped, { clusterArn: similar }))).toEqual(['health']);
  });

  test('the steady state of capacity providers is delivered to nobody', () => {
    expect(deliveredTo(sample('service-action/capacity-provider-steady-state.json'))).toEqual([]);
  });

  test('a service event of a name that ECS adds later is delivered', () => {
    const event = withDetail(sample('service-action/start-impaired.json'), { eventName: 'SERVICE_SOMETHING_NEW' });
    expect(deliveredTo(event)).toEqual(['health']);
  });

  test.each([['QUEUED']])('a CodeDeploy deployment in %s is delivered to nobody', (state) => {
    expect(deliveredTo(withDetail(sample('codedeploy/failure.json'), { state }))).toEqual([]);
  });

  test('what others say is delivered to nobody', () => {
    expect(deliveredTo({ ...stopped, source: 'acme.orders' })).toEqual([]);
    expect(deliveredTo({ ...stopped, source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change' })).toEqual([]);
  });

  test.each(['Mute Requested', 'Unmute Requested', 'Acknowledged'])('"%s" is delivered to alert', (detailType) => {
    expect(deliveredTo({ source: 'watchkeeper', 'detail-type': detailType, detail: {} })).toEqual(['alert']);
  });

  test.each(resourcesOf('AWS::Events::Rule'))(
    '%s is short enough, tries for a day, and keeps what it cannot deliver',
    (id, rule) => {
      const feature = ['Health', 'Drain', 'Scale', 'Batch', 'Alert'].find((each) => id.startsWith(each));
      expect(JSON.stringify(rule.Properties['EventPattern']).length).toBeLessThanOrEqual(longestPattern);
      expect(rule.Properties['Targets']).toEqual([
        {
          Id: 'queue',
          Arn: { 'Fn::GetAtt': [`${feature}Queue`, 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [`${feature}DeadLetters`, 'Arn'] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ]);
    },
  );

  test('the rules of the template are the patterns tested here, and the queues let them in and nobody else', () => {
    for (const [feature, rules] of Object.entries(patterns)) {
      const ids = Object.keys(rules).map((name) => `${title(feature)}${name}Rule`);
      expect(ids.map((id) => resource(id).Properties['EventPattern'])).toEqual(Object.values(rules));
      expect(resource(`${title(feature)}QueuePolicy`).Properties).toEqual({
        Queues: [{ Ref: `${title(feature)}Queue` }, { Ref: `${title(feature)}DeadLetters` }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            expect.objectContaining({
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Condition: { ArnEquals: { 'aws:SourceArn': ids.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })) } },
            }),
          ],
        },
      });
    }
    const count = Object.values(patterns).flatMap((rules) => Object.keys(rules)).length;
    expect(resourcesOf('AWS::Events::Rule')).toHaveLength(count);
  });
});

/** Stops of tasks on hosts concern drains, too; what EC2, Auto Scaling and AWS Health tell concerns only them. */
function concerned(event: Sample): string[] {
  if (event.source === 'aws.cloudwatch') return ['scale'];
  if (event['detail-type'] === 'Run Requested') return ['batch'];
  if (event.source === 'watchkeeper') return event['detail-type'].startsWith('Drain ') ? ['drain'] : ['alert'];
  if (event.source === 'aws.health' && event.detail['service'] === 'ECS') return ['health'];
  if (!['aws.ecs', 'aws.codedeploy'].includes(event.source)) return ['drain'];
  if (isLeftOut(event)) return [];
  const isStop = event['detail-type'] === 'ECS Task State Change' && event.detail['lastStatus'] === 'STOPPED';
  const scheduled =
    isStop && /^(events-rule|chronos-schedule)\//.test(String(event.detail['startedBy'])) ? ['batch'] : [];
  if (isStop && event.detail['containerInstanceArn'] !== undefined) return ['health', 'drain', ...scheduled];
  if (scheduled.length > 0) return ['health', ...scheduled];
  const news = `${event['detail-type']} ${String(event.detail['eventName'])}`;
  return bringsScaleForward.has(news) ? ['health', 'scale'] : ['health'];
}

const bringsScaleForward: ReadonlySet<string> = new Set([
  'ECS Deployment State Change SERVICE_DEPLOYMENT_COMPLETED',
  'ECS Deployment State Change SERVICE_DEPLOYMENT_FAILED',
  'ECS Service Action SERVICE_TASK_PLACEMENT_FAILURE',
]);

/** What costs more to hear than it tells: see infra/rules.js. Of an instance in its cluster, only that its agent is gone. */
function isLeftOut({ 'detail-type': type, detail }: Sample): boolean {
  switch (type) {
    case 'ECS Task State Change':
      return (
        !['STOPPED', 'DEPROVISIONING'].includes(String(detail['lastStatus'])) ||
        String(detail['clusterArn']).includes(':cluster/AWSBatch-')
      );
    case 'ECS Service Action':
      return detail['eventName'] === 'CAPACITY_PROVIDER_STEADY_STATE';
    case 'CodeDeploy Deployment State-change Notification':
      return detail['state'] === 'QUEUED';
    case 'ECS Container Instance State Change':
      if (detail['status'] === 'ACTIVE') return detail['agentConnected'] !== false;
      return !['INACTIVE', 'DEREGISTERED'].includes(String(detail['status']));
    default:
      return false;
  }
}
