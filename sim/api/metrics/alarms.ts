import type { AlarmType, DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { present } from '../../../lib/core/present.ts';
import type { Api } from '../api.ts';
import { date, refuseUnsupported } from '../api.ts';
import { pageOf } from '../pages.ts';

/** Alarms by name, by the beginning of their names, or all; metric alarms only are there (API_DescribeAlarms). */
export function describeAlarms(api: Api, input: DescribeAlarmsInput): DescribeAlarmsOutput {
  refuseUnsupported(input, ['ChildrenOfAlarmName', 'ParentsOfAlarmName', 'ActionPrefix']);
  const { AlarmNames: names, AlarmNamePrefix: prefix = '', StateValue: state, AlarmTypes: types } = input;
  const isAsked = (types ?? defaultTypes).includes('MetricAlarm');
  const found = [...api.account.alarms.values()].filter(
    (alarm) =>
      isAsked &&
      (names === undefined || names.includes(alarm.name)) &&
      alarm.name.startsWith(prefix) &&
      (state === undefined || alarm.state === state),
  );
  const page = pageOf(api, found, ({ name }) => name, {
    wanted: input.MaxRecords,
    token: input.NextToken,
    most: 100,
    usual: 50,
    fault: 'InvalidNextToken',
  });
  return {
    MetricAlarms: page.items.map(({ name, state: StateValue, since }) => ({
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${api.account.region}:${api.account.id}:alarm:${name}`,
      StateValue,
      StateUpdatedTimestamp: date(since),
      StateTransitionedTimestamp: date(since),
    })),
    CompositeAlarms: [],
    ...present({ NextToken: page.nextToken }),
  };
}

const defaultTypes: readonly AlarmType[] = ['MetricAlarm'];
