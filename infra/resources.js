import { alarms } from './alarms.js';
import { dashboard } from './dashboard.js';
import { functions, title, when } from './names.js';
import { conditions, parameters } from './parameters.js';
import { queues } from './queues.js';
import { logGroups, roles } from './roles.js';
import { rules } from './rules.js';
import { schedules } from './schedules.js';
import { storage } from './storage.js';
import { actingSwitch } from './switch.js';

/** What every function gets beyond its block in serverless.yml. */
const extension = (name) => ({
  DependsOn: [`${title(name)}Logs`],
  Properties: {
    KmsKeyArn: when('HasKey', { Ref: 'KmsKeyArn' }),
    VpcConfig: when('HasVpc', { SubnetIds: { Ref: 'SubnetIds' }, SecurityGroupIds: { Ref: 'SecurityGroupIds' } }),
  },
});

/** The part of the template that is not a function. */
export const resources = {
  Parameters: parameters,
  Conditions: conditions,
  Resources: {
    ...storage,
    ...queues,
    ...rules,
    ...roles,
    ...logGroups,
    ...alarms,
    ...dashboard,
    ...schedules,
    ...actingSwitch,
  },
  Outputs: {
    TableName: { Value: { Ref: 'Table' } },
    ConfigurationAddress: { Value: { 'Fn::Sub': 's3://${ConfigurationBucket}/watchkeeper.yml' } },
    AlarmTopicArn: { Value: { Ref: 'AlarmTopic' } },
    BatchQueueUrl: { Value: { Ref: 'BatchQueue' } },
    DrainQueueUrl: { Value: { Ref: 'DrainQueue' } },
    AlertQueueUrl: { Value: { Ref: 'AlertQueue' } },
  },
  extensions: Object.fromEntries(functions.map((name) => [`${title(name)}LambdaFunction`, extension(name)])),
};
