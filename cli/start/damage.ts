import type { Deployment, Service } from '../../sim/account/service.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { serviceNamed } from '../../sim/scenario/stage.ts';
import type { Aim, Trouble } from '../../sim/scenario/trouble.ts';
import { troubles } from '../../sim/scenario/troubles.ts';

type Broken = {
  readonly name: string;
  /** A `cluster/service` or an EC2 instance id; absent: the account as a whole, or whatever chance picked. */
  readonly target?: string;
  readonly mend: () => void;
  readonly isOver: () => boolean;
};

/** What is broken now. One fault may stand in several places. */
export class Damage {
  private readonly stage: Stage;
  private broken: readonly Broken[] = [];

  constructor(stage: Stage) {
    this.stage = stage;
  }

  isBroken(name: string): boolean {
    return this.standing(name, {}).length > 0;
  }

  /** Breaks something, or mends it where it is broken there already. Returns what could not be done. */
  strike(name: string, aim: Aim): string | undefined {
    if (this.mend(name, aim)) return undefined;
    if (!Object.hasOwn(troubles, name)) return 'There is no such fault.';
    const trouble: Trouble = troubles[name as keyof typeof troubles];
    const before = this.deployments();
    const mend = trouble.strike(this.stage, aim);
    if (mend === undefined) return 'There is nothing left that it could strike.';
    if (trouble.momentary === true) return undefined;
    const begun = this.deployments().find(({ deployment }) => before.every((each) => each.deployment !== deployment));
    const target = begun?.target ?? targetOf(aim);
    const isOver = (): boolean => begun !== undefined && hasEnded(begun);
    this.broken = [...this.broken, { name, mend, isOver, ...(target !== undefined && { target }) }];
    return undefined;
  }

  /** Makes good what stands there; without an aim, everywhere. Says whether there was anything. */
  mend(name: string, aim: Aim): boolean {
    const standing = this.standing(name, aim);
    this.broken = this.broken.filter((each) => !standing.includes(each) && !each.isOver());
    for (const { mend } of standing) mend();
    return standing.length > 0;
  }

  private standing(name: string, aim: Aim): readonly Broken[] {
    const target = targetOf(aim);
    return this.broken.filter(
      (each) => each.name === name && (target === undefined || each.target === target) && !each.isOver(),
    );
  }

  private deployments(): readonly Begun[] {
    return this.stage.plan.services.flatMap((plan) => {
      const service = serviceNamed(this.stage, plan);
      const deployment = service?.deployments[0];
      if (service === undefined || deployment === undefined) return [];
      return [{ target: `${plan.cluster}/${plan.name}`, service, deployment }];
    });
  }
}

function targetOf({ service, instance }: Aim): string | undefined {
  return service ?? instance;
}

type Begun = { readonly target: string; readonly service: Service; readonly deployment: Deployment };

/** A bad deployment is over when it was rolled back, or another came after it. */
function hasEnded({ service, deployment }: Begun): boolean {
  const [primary] = service.deployments;
  if (primary === undefined || primary === deployment) return primary === undefined;
  const isRollingBack =
    primary.serviceDeploymentArn === deployment.serviceDeploymentArn && primary.rolloutState === 'IN_PROGRESS';
  return !isRollingBack;
}
