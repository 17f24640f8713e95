import { present } from '../../core/present.ts';
import type { AskedDefinition, AskedTask } from './asked.ts';
import { hiddenRequirements } from './attribute-requirements.ts';
import type { Possible } from './change.ts';
import { costs } from './change.ts';
import { changeTexts } from './change-texts.ts';
import { demandOf } from './demand.ts';
import type { PlacementInstance } from './instance.ts';
import { zoneOf } from './supply.ts';

/** What the task definition, the service or the call can ask for otherwise. */
export function settingChanges(asked: AskedTask, instances: readonly PlacementInstance[]): readonly Possible[] {
  return [
    ...dynamicPorts(asked),
    ...withoutFeatures(asked),
    ...withoutConstraints(asked),
    ...otherZones(asked, instances),
  ];
}

/** Behind a load balancer the host may choose the port (service-load-balancing, dynamic host port mapping). */
function dynamicPorts(asked: AskedTask): readonly Possible[] {
  const { definition } = asked;
  const { tcpPorts, udpPorts } = demandOf(asked);
  const ports = [...new Set([...tcpPorts, ...udpPorts])];
  if (ports.length === 0) return [];
  const isHost = definition.networkMode === 'host';
  const containers = definition.containers.map((container) => ({
    ...container,
    portMappings: container.portMappings.map(({ containerPort, protocol }) => ({
      protocol,
      ...present({ containerPort }),
    })),
  }));
  const changed: AskedDefinition = { ...definition, ...(isHost && { networkMode: 'bridge' }), containers };
  const said = isHost
    ? { text: changeTexts.leaveHostMode }
    : { text: changeTexts.dynamicPort, fills: { ports: few(ports) } };
  return [
    {
      change: {
        kind: 'dynamic-port',
        cost: isHost ? costs.leaveHostMode : costs['dynamic-port'],
        said,
        how: { text: changeTexts.dynamicPortHow },
      },
      asked: { ...asked, definition: changed },
    },
  ];
}

const few = (ports: readonly number[]): string =>
  ports.length > 4 ? `${ports.slice(0, 3).join(', ')} … (${ports.length})` : ports.join(', ');

function withoutFeatures(asked: AskedTask): readonly Possible[] {
  return asked.features.flatMap((feature) => {
    const setting = hiddenRequirements.find((each) => each.feature === feature)?.setting;
    if (setting === undefined || feature === 'awsvpc') return [];
    const said = { text: changeTexts.feature, fills: { setting } };
    const features = asked.features.filter((each) => each !== feature);
    return [{ change: { kind: 'feature', cost: costs.feature, said }, asked: { ...asked, features } } as const];
  });
}

function withoutConstraints(asked: AskedTask): readonly Possible[] {
  const { definition, constraints } = asked;
  const expressions = constraints.flatMap((each) => (each.type === 'memberOf' ? [each.expression] : []));
  const without = [...new Set([...definition.memberOf, ...expressions])].map((expression): Possible => {
    const said = { text: changeTexts.constraint, fills: { expression } };
    return {
      change: { kind: 'constraint', cost: costs.constraint, said },
      asked: {
        ...asked,
        definition: { ...definition, memberOf: definition.memberOf.filter((each) => each !== expression) },
        constraints: constraints.filter((each) => each.type !== 'memberOf' || each.expression !== expression),
      },
    };
  });
  const others = constraints.filter(({ type }) => type !== 'distinctInstance');
  if (others.length === constraints.length) return without;
  const said = { text: changeTexts.distinct };
  return [
    ...without,
    { change: { kind: 'distinct', cost: costs.distinct, said }, asked: { ...asked, constraints: others } },
  ];
}

function otherZones(asked: AskedTask, instances: readonly PlacementInstance[]): readonly Possible[] {
  const { places } = asked;
  if (places === undefined || asked.definition.networkMode !== 'awsvpc') return [];
  const zones = new Set(instances.flatMap((instance) => zoneOf(instance) ?? []));
  return [...zones]
    .filter((zone) => !places.zones.has(zone))
    .toSorted()
    .map((zone): Possible => {
      const said = { text: changeTexts.zone, fills: { zone } };
      const wider = { ...places, zones: new Set([...places.zones, zone]) };
      return { change: { kind: 'zone', cost: costs.zone, said }, asked: { ...asked, places: wider } };
    });
}
