import { arn, arnOf, named, when } from './names.js';
import { act, allow, readAnywhere } from './statements.js';

/** By its name: the role below is for nothing outside this group. */
const groupArn = arn('scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/${AWS::StackName}-jobs');

const useKey = {
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: { Ref: 'KmsKeyArn' },
  Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'sqs.${AWS::Region}.${AWS::URLSuffix}' } } },
};

/**
 * The group that holds the schedules of the jobs, and the role with which EventBridge Scheduler sends to the queue of the
 * batch function, which writes them: a job more is no update of the stack. Only Scheduler may take the role, and only for
 * this group (Scheduler UserGuide, "Confused deputy prevention").
 */
export const schedules = {
  JobSchedules: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: named('jobs') } },
  SchedulesRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: { 'Fn::Sub': '${AWS::StackName}-schedules-${AWS::Region}' },
      Path: { Ref: 'RolePath' },
      PermissionsBoundary: when('HasBoundary', { Ref: 'PermissionsBoundary' }),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnEquals: { 'aws:SourceArn': groupArn },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'schedules',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'sqs:SendMessage',
                Resource: [arnOf('BatchQueue'), arnOf('BatchDeadLetters')],
              },
              when('HasKey', useKey),
            ],
          },
        },
      ],
    },
  },
};

/** The schedules of the jobs: those of one group, sent with one role, and nobody else's. */
export const keepSchedules = [
  readAnywhere('scheduler:ListSchedules'),
  // Of all groups: schedules of others that start tasks are watched, too.
  allow('scheduler:GetSchedule', arn('scheduler:${AWS::Region}:${AWS::AccountId}:schedule/*')),
  allow(['events:ListRules', 'events:ListTargetsByRule'], arn('events:${AWS::Region}:${AWS::AccountId}:rule/*')),
  act(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], jobSchedules()),
  act('iam:PassRole', arnOf('SchedulesRole'), { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
];

function jobSchedules() {
  return arn('scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${AWS::StackName}-jobs/*');
}
