import { grants } from './grants.js';
import { functions, title, when } from './names.js';
import { allow, inRegion } from './statements.js';

const own = (feature) =>
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], {
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/\${AWS::StackName}-${feature}:*`,
  });

const useKey = {
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: { Ref: 'KmsKeyArn' },
  Condition: {
    StringLike: {
      'kms:ViaService': ['dynamodb', 'lambda', 'sqs', 'sns', 'ssm', 's3'].map((service) => ({
        'Fn::Sub': `${service}.\${AWS::Region}.\${AWS::URLSuffix}`,
      })),
    },
  },
};

/**
 * Only where there is a VPC: what Lambda asks for, on every resource, to give a function its network interfaces (AWS
 * Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC", required IAM permissions).
 */
const inVpc = {
  Effect: 'Allow',
  Action: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
  Condition: inRegion,
};

const role = (feature) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: { 'Fn::Sub': `\${AWS::StackName}-${feature}-\${AWS::Region}` },
    Path: { Ref: 'RolePath' },
    PermissionsBoundary: when('HasBoundary', { Ref: 'PermissionsBoundary' }),
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: feature,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [own(feature), ...grants[feature], when('HasKey', useKey), when('HasVpc', inVpc)],
        },
      },
    ],
  },
});

export const roles = Object.fromEntries(functions.map((feature) => [`${title(feature)}Role`, role(feature)]));

export const logGroups = Object.fromEntries(
  functions.map((feature) => [
    `${title(feature)}Logs`,
    {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        LogGroupName: { 'Fn::Sub': `/aws/lambda/\${AWS::StackName}-${feature}` },
        RetentionInDays: { Ref: 'LogRetentionDays' },
        KmsKeyId: when('HasKey', { Ref: 'KmsKeyArn' }),
      },
    },
  ]),
);
