import { ECSClient } from '@aws-sdk/client-ecs';
import { clientSettings } from './client.ts';

export function openEcs(): ECSClient {
  return new ECSClient(clientSettings);
}
