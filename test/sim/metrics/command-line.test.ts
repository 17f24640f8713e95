import { expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { startFront } from '../../../sim/front/front.ts';
import { World } from '../account/world.ts';
import { awsCli, isInstalled } from '../api/command-line.ts';

test.skipIf(!isInstalled())(
  'the AWS CLI puts metrics and gets them',
  async () => {
    const { account, agenda } = new World();
    const front = await startFront(awsApi(account, { random: account.random }));
    const aws = async (...args: readonly string[]): Promise<unknown> => awsCli(front.url, ['cloudwatch', ...args]);
    const at = (minutes: number): string => new Date(agenda.now() + minutes * minuteMs).toISOString();
    try {
      const data = [{ MetricName: 'latency', Timestamp: at(0), Values: [1, 9], Counts: [99, 1] }];
      await aws('put-metric-data', '--namespace', 'Shop', '--metric-data', JSON.stringify(data));
      const asked = ['--namespace', 'Shop', '--metric-name', 'latency', '--period', '60'];
      const times = ['--start-time', at(-1), '--end-time', at(1)];
      const answer = await aws('get-metric-statistics', ...asked, ...times, '--extended-statistics', 'p99', 'p99.9');
      expect(answer).toMatchObject({ Datapoints: [{ ExtendedStatistics: { p99: 1, 'p99.9': 9 } }] });
      await expect(aws('get-metric-statistics', ...asked, ...times, '--statistics', 'Mean')).rejects.toThrow(
        '(InvalidParameterValue)',
      );
      expect(await aws('list-metrics', '--namespace', 'Shop')).toMatchObject({ Metrics: [{ MetricName: 'latency' }] });
    } finally {
      await front.close();
    }
  },
  60_000,
);
