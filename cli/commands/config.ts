import type { Command } from 'commander';
import { defaultFile } from '../file.ts';
import type { Io } from '../io.ts';
import { diff, push } from '../configuration/push.ts';
import { rollBack, show } from '../configuration/versions.ts';

export const name = 'config';

const addressHelp = 'the live object, s3://BUCKET/KEY; default: WATCHKEEPER_CONFIG';

/** The stack's outputs name the address; reading them takes one call of the AWS CLI. */
const findAddress = `
The address is the stack's output ConfigurationAddress:
  aws cloudformation describe-stacks --stack-name watchkeeper-prod \\
    --query "Stacks[0].Outputs[?OutputKey=='ConfigurationAddress'].OutputValue" --output text
The functions look at it once a minute.`;

export function register(program: Command, io: Io): void {
  const config = program
    .command(name)
    .description('The live configuration in S3: put a file live, compare, go back.')
    .addHelpText('after', findAddress);
  const part = (usage: string, description: string): Command =>
    config
      .command(usage)
      .description(description)
      .option('--address <s3>', addressHelp)
      .option('--region <region>', "the bucket's region; default: AWS_REGION")
      .option('--json', 'JSON Lines instead of text')
      .addHelpText('after', findAddress);
  part('push', 'Check a file and put it live; refuses one with faults, and one written over somebody else’s.')
    .argument('[file]', 'the configuration', defaultFile)
    .action(async (file: string, options) => push(file, options, io));
  part('diff', 'What a push of the file would change.')
    .argument('[file]', 'the configuration', defaultFile)
    .option('--exit-code', 'end with 1 when something would change')
    .action(async (file: string, options) => diff(file, options, io));
  part('rollback', 'Put an earlier version live again, as a new version: nothing is deleted.')
    .option(
      '--to <version>',
      'id of the version, or its beginning; default: the last one that differs from the live one',
    )
    .option('--dry-run', 'only show what would change')
    .action(async (options) => rollBack(options, io));
  part('show', 'The live configuration as it is.')
    .option('--versions', 'its versions instead, newest first')
    .action(async (options) => show(options, io));
}
