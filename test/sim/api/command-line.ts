import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Says so when the AWS CLI is not there: its tests are left out then. */
export function isInstalled(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('The AWS CLI is not installed: its tests are left out.');
    return false;
  }
}

/** What the CLI prints, as JSON; undefined if it prints nothing. Throws what it says when it fails. */
export async function awsCli(url: string, args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('aws', [...args, '--endpoint-url', url, '--output', 'json'], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'ap-northeast-1',
    },
  });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
