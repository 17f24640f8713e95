/**
 * What Slack's error codes mean for a delivery.
 * `passing`: not carried out, come back. `maybe`: it may have been carried out. `token`: the token itself is refused.
 * `gone`: the message cannot be edited or replied to any more. `uneditable`: this workspace closes messages to edits.
 * `blocks`: the blocks are refused. `too-long`: cut it smaller. `permanent`: refused for good.
 */
export type Refusal = 'passing' | 'maybe' | 'token' | 'gone' | 'uneditable' | 'blocks' | 'too-long' | 'permanent';

type Row = { readonly means: Refusal; readonly fix?: string };

/**
 * Sources: the "Errors" tables of chat.postMessage, chat.update, conversations.history and reactions.get at
 * https://docs.slack.dev/reference/methods; `msg_blocks_too_long` from slackapi/bolt-js issue 2509; `thread_not_found`
 * from conversations.replies, `message_not_found` on replies is our reading of it. `internal_error` and `fatal_error`
 * say of themselves that part of the operation may have succeeded.
 */
const rows: Readonly<Record<string, Row>> = {
  ratelimited: { means: 'passing' },
  rate_limited: { means: 'passing' },
  message_limit_exceeded: { means: 'passing' },
  request_timeout: { means: 'passing' },
  service_unavailable: { means: 'passing' },
  team_added_to_org: { means: 'passing' },
  external_channel_migrating: { means: 'passing' },

  internal_error: { means: 'maybe' },
  fatal_error: { means: 'maybe' },

  invalid_auth: { means: 'token', fix: 'put a valid bot token into the parameter' },
  not_authed: { means: 'token', fix: 'put a valid bot token into the parameter' },
  token_revoked: { means: 'token', fix: 'install the app again and store its new token' },
  token_expired: { means: 'token', fix: 'store the new token; rotation is not supported' },
  account_inactive: { means: 'token', fix: 'install the app again and store its new token' },

  message_not_found: { means: 'gone' },
  cant_update_message: { means: 'gone' },
  thread_not_found: { means: 'gone' },
  cannot_reply_to_message: { means: 'gone' },
  edit_window_closed: { means: 'uneditable' },

  invalid_blocks: { means: 'blocks' },
  invalid_blocks_format: { means: 'blocks' },
  invalid_attachments: { means: 'blocks' },
  attachment_payload_limit_exceeded: { means: 'too-long' },
  too_many_attachments: { means: 'blocks' },
  msg_too_long: { means: 'too-long' },
  msg_blocks_too_long: { means: 'too-long' },

  channel_not_found: { means: 'permanent', fix: 'check the channel id; invite the app if the channel is private' },
  not_in_channel: { means: 'permanent', fix: 'invite the app to the channel, or give it chat:write.public' },
  is_archived: { means: 'permanent', fix: 'choose another channel, or restore this one' },
  missing_scope: { means: 'permanent', fix: 'add the scope to the app and install it again' },
  restricted_action: { means: 'permanent', fix: "the workspace's settings forbid the app to post there" },
  restricted_action_read_only_channel: { means: 'permanent', fix: 'the channel is read-only: allow the app to post' },
  no_permission: { means: 'permanent', fix: 'add the scope to the app and install it again' },
  org_login_required: { means: 'passing' },
  ekm_access_denied: { means: 'permanent', fix: 'administrators have suspended posting' },
};

/** A code we do not know was refused before anything was done: Slack says `ok: false` for nothing else. */
export function refusalOf(code: string): Row {
  return rows[code] ?? { means: 'permanent' };
}
