import { ECSClient } from '@aws-sdk/client-ecs';
import { clientSettings } from './client.ts';

export type Ecs = ECSClient;

export function openEcs(): Ecs {
  return new ECSClient(clientSettings);
}
