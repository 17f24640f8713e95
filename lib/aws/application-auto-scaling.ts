import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { clientSettings } from './client.ts';

export function openApplicationAutoScaling(): ApplicationAutoScalingClient {
  return new ApplicationAutoScalingClient(clientSettings);
}
