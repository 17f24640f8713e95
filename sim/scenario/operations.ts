import { awsApi } from '../api/aws-api.ts';
import type { Parameter } from '../api/small-services.ts';
import type { Consistency } from '../api/past.ts';
import { objectOperations } from '../cloud/objects-api.ts';
import { queueOperations } from '../cloud/queues-api.ts';
import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';

/** Whatever name a configuration gives a secret, SSM has it: good as a token of Slack's and as a key of PagerDuty's. */
class EveryParameter extends Map<string, Parameter> {
  private readonly isActing: () => boolean;

  constructor(isActing: () => boolean = () => true) {
    super();
    this.isActing = isActing;
  }

  override get(name: string): Parameter | undefined {
    return name === killSwitch
      ? { value: this.isActing() ? 'on' : 'off' }
      : { value: 'xoxb-of-a-simulated-workspace-00', secret: true };
  }
}

const killSwitch = '/watchkeeper/acting';
const parameters = new EveryParameter();

/** The real one's habits: answers a little old now and then, small pages, log reads that come empty though there is more. */
const usualConsistency: Consistency = { mostMs: 3000, share: 0.2 };

/** As old as answers may get: what is less than ten seconds old is taken for nothing by who lets hosts go. */
export const poorConsistency: Consistency = { mostMs: 8000, share: 0.6 };

type Habits = {
  readonly consistency?: Consistency;
  /** Items on a page of any list, as small as nobody counts on. */
  readonly mostPerPage?: number;
  readonly isActing?: () => boolean;
};

/** What AWS answers in a simulation: the account's APIs, with AWS's own throttle buckets. */
export function operationsOf(
  simulation: Simulation,
  { consistency = usualConsistency, mostPerPage = 20, isActing }: Habits = {},
): WireHandlers {
  return awsApi(simulation.account, {
    random: simulation.random.fork('api'),
    consistency,
    throttle: true,
    mostPerPage,
    emptyLogAnswers: 0.2,
    parameters: isActing === undefined ? parameters : new EveryParameter(isActing),
    publish: (published) => simulation.published.push(published),
  });
}

/** What the account's HTTP address answers: without the habits that make a person doubt what they see. */
export function openOperations(simulation: Simulation): WireHandlers {
  const { account, random, queues, objects } = simulation;
  return {
    ...awsApi(account, {
      random: random.fork('front'),
      parameters,
      publish: (each) => simulation.published.push(each),
    }),
    ...queueOperations(queues),
    ...objectOperations(objects),
  };
}
