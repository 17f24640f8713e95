/** Slack lets about one message a second into a channel, whoever posts: https://docs.slack.dev/apis/web-api/rate-limits */
export function paceOf(channel: string): string {
  return `slack/${channel}`;
}
