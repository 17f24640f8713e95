import { createHash } from 'node:crypto';
import type {
  DeploymentGroupInfo,
  DeploymentInfo,
  GetDeploymentGroupInput,
  GetDeploymentGroupOutput,
  GetDeploymentInput,
  GetDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import type {
  GetParameterRequest,
  GetParameterResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter as AwsParameter,
} from '@aws-sdk/client-ssm';
import { present } from '../../lib/core/present.ts';
import type { Instant } from '../../lib/core/time.ts';
import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';
import { date } from './api.ts';

/** A parameter; a secret one is only readable decrypted. */
export type Parameter = { readonly value: string; readonly secret?: boolean };

export function parameterOperations({ account }: Api, parameters: ReadonlyMap<string, Parameter>) {
  const shapeOf = (name: string, decrypt: boolean): AwsParameter | undefined => {
    const parameter = parameters.get(name);
    if (parameter === undefined) return undefined;
    const { value, secret = false } = parameter;
    return {
      Name: name,
      Type: secret ? 'SecureString' : 'String',
      Value: secret && !decrypt ? createHash('sha256').update(value).digest('base64') : value,
      Version: 1,
      LastModifiedDate: date(0),
      ARN: `arn:aws:ssm:${account.region}:${account.id}:parameter/${name.replace(/^\//u, '')}`,
      DataType: 'text',
    };
  };
  return {
    'SSM.GetParameter': ({ Name = '', WithDecryption = false }: GetParameterRequest): GetParameterResult => {
      const found = shapeOf(Name, WithDecryption);
      if (found === undefined) throw new Refusal('ParameterNotFound', `Parameter ${Name} not found.`);
      return { Parameter: found };
    },

    'SSM.GetParameters': ({ Names = [], WithDecryption = false }: GetParametersRequest): GetParametersResult => {
      if (Names.length > 10) throw new Refusal('ValidationException', 'At most 10 names are allowed.');
      return {
        Parameters: Names.flatMap((name) => shapeOf(name, WithDecryption) ?? []),
        InvalidParameters: Names.filter((name) => !parameters.has(name)),
      };
    },
  };
}

export type Published = {
  readonly at: Instant;
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
};

/** A subject is 1 to 100 printable ASCII characters, a message at most 256 KiB (API_Publish). */
const subjectShape = /^[\x21-\x7E][\x20-\x7E]{0,99}$/u;
const mostBytes = 262_144;

/** `topics`: those that exist; all, when absent. */
export function topicOperations(
  { account }: Api,
  publish: (published: Published) => void,
  topics: ReadonlySet<string> | undefined,
) {
  return {
    'SNS.Publish': (input: PublishInput): PublishResponse => {
      const { TopicArn: topicArn = '', Message: message = '', Subject: subject } = input;
      if (topics?.has(topicArn) === false) throw new Refusal('NotFoundException', 'Topic does not exist');
      if (message === '') throw wrong('Empty message');
      if (Buffer.byteLength(message) > mostBytes) throw wrong('Message too long');
      if (subject !== undefined && !subjectShape.test(subject)) throw wrong('Subject');
      if (topicArn.endsWith('.fifo') && input.MessageGroupId === undefined) {
        throw wrong('The MessageGroupId parameter is required for FIFO topics');
      }
      publish({ at: account.agenda.now(), topicArn, message, ...present({ subject }) });
      return { MessageId: messageId(`${topicArn} ${message} ${account.agenda.now()}`) };
    },
  };
}

function wrong(text: string): Refusal {
  return new Refusal('InvalidParameterException', `Invalid parameter: ${text}`);
}

function messageId(of: string): string {
  const digits = createHash('sha256').update(of).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}

/** Deployments that CodeDeploy knows, by id, with the group each belongs to. */
export type CodeDeployment = { readonly info: DeploymentInfo; readonly group: DeploymentGroupInfo };

export function codeDeployOperations(known: () => ReadonlyMap<string, CodeDeployment>) {
  return {
    'CodeDeploy.GetDeployment': ({ deploymentId = '' }: GetDeploymentInput): GetDeploymentOutput => {
      const found = known().get(deploymentId);
      if (found === undefined) {
        const message = `The deployment ${deploymentId} could not be found`;
        throw new Refusal('DeploymentDoesNotExistException', message);
      }
      return { deploymentInfo: found.info };
    },

    'CodeDeploy.GetDeploymentGroup': (input: GetDeploymentGroupInput): GetDeploymentGroupOutput => {
      const { applicationName = '', deploymentGroupName = '' } = input;
      const inApplication = [...known().values()].filter(({ group }) => group.applicationName === applicationName);
      if (inApplication.length === 0) {
        const message = `No application found for name: ${applicationName}`;
        throw new Refusal('ApplicationDoesNotExistException', message);
      }
      const found = inApplication.find(({ group }) => group.deploymentGroupName === deploymentGroupName);
      if (found === undefined) {
        const message = `No Deployment Group found for name: ${deploymentGroupName}`;
        throw new Refusal('DeploymentGroupDoesNotExistException', message);
      }
      return { deploymentGroupInfo: found.group };
    },
  };
}

/** Whoever asks is Watchkeeper's role, or the person at the command line. */
export function identityOperations({ account }: Api) {
  return {
    'STS.GetCallerIdentity': () => ({
      UserId: 'AROAEXAMPLE:watchkeeper',
      Account: account.id,
      Arn: `arn:aws:sts::${account.id}:assumed-role/watchkeeper/watchkeeper`,
    }),
  };
}
