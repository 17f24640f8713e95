import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmReads } from '../core/alarm-reads.ts';
import { present } from '../core/present.ts';
import type { Clock } from '../core/ports.ts';
import { pagesOf } from './batching.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';

/** API_DescribeAlarms, AlarmNames. */
const mostNames = 100;

export function openCloudWatch(): CloudWatchClient {
  return new CloudWatchClient(clientSettings);
}

/** Composite alarms are only described when they are asked for (API_DescribeAlarms, AlarmTypes). */
export function alarmReads(client: CloudWatchClient, clock: Clock): AlarmReads {
  return {
    inAlarm: async (names) =>
      readFrom(clock, async () => {
        const answers = await Promise.all(
          pagesOf([...new Set(names)], mostNames).map(async (page) =>
            client.send(
              new DescribeAlarmsCommand({
                AlarmNames: page,
                AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
                StateValue: 'ALARM',
                MaxRecords: mostNames,
              }),
              within(),
            ),
          ),
        );
        const found = answers.flatMap(({ MetricAlarms = [], CompositeAlarms = [] }) => [
          ...MetricAlarms,
          ...CompositeAlarms,
        ]);
        return found.flatMap(({ AlarmName: name, StateTransitionedTimestamp, StateUpdatedTimestamp }) => {
          const since = (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.getTime();
          return name === undefined ? [] : [{ name, ...present({ since }) }];
        });
      }),
  };
}
