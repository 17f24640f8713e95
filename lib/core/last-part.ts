/** What stands behind the last slash: the name or id in an ARN; without a slash, all of it. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
