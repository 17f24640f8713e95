import type { ECSClient } from '@aws-sdk/client-ecs';

/** Whether one more call may be made now, by the name of its command; it may wait a little for the answer. */
export type Admit = (command: string) => Promise<boolean>;

/** The client, of which no call leaves that is not admitted: it is refused as AWS would refuse it for being one too many. */
export function rationed(client: ECSClient, admit: Admit): ECSClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!(await admit(commandName))) throw new NotAdmitted('not sent: too many calls to ECS at this moment');
        return next(args);
      },
    { step: 'initialize', name: 'ration', priority: 'high' },
  );
  return client;
}

class NotAdmitted extends Error {
  override readonly name = 'ThrottlingException';
}
