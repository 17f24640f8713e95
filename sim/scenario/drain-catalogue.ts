import { holdSome, requestDrain } from './drain-people.ts';
import {
  adviseOne,
  detachOne,
  leaveTask,
  loseHook,
  meddle,
  planMaintenanceOf,
  registerTwice,
  replaceVolumes,
  scaleHalfIn,
  warnOne,
} from './drain-troubles.ts';
import { askForHeld, endByHand, sendBack, setActiveAgain, silenceLeaving } from './hasty-people.ts';
import type { Plan } from './plan.ts';
import type { Trouble } from './trouble.ts';

/** Its hosts are Watchkeeper's to drain. */
const isDrained = ({ drain }: Plan): boolean => drain !== undefined;

/** What makes hosts go, and what people do to those that go. */
export const drainTroubles = {
  'half-scaled-in': {
    label: 'Halve a group',
    hint: 'A group is made smaller by half of its hosts, all at once.',
    group: 'Hosts',
    suits: isDrained,
    strike: scaleHalfIn,
  },
  'spot-warning': {
    label: 'A Spot warning',
    hint: 'EC2 takes one host back, two minutes after it has said so.',
    group: 'Hosts',
    aimsAt: 'instance',
    momentary: true,
    suits: isDrained,
    strike: warnOne,
  },
  'rebalance-advised': {
    label: 'A rebalance recommendation',
    hint: 'EC2 says that one host may be taken back soon.',
    group: 'Hosts',
    aimsAt: 'instance',
    momentary: true,
    suits: isDrained,
    strike: adviseOne,
  },
  'maintenance-planned': {
    label: 'Plan maintenance',
    hint: 'AWS Health tells of maintenance of some hosts, which is carried out or called off.',
    group: 'Hosts',
    suits: isDrained,
    strike: planMaintenanceOf,
  },
  'drain-requested': {
    label: 'Ask for a drain',
    hint: 'Somebody asks for a host to be drained, and changes their mind.',
    group: 'Hosts',
    aimsAt: 'instance',
    suits: isDrained,
    strike: requestDrain,
  },
  'drain-meddled-with': {
    label: 'Meddle with a drain',
    hint: 'Somebody sets a host that goes ACTIVE, completes its hook, forces it, stops it or cuts its agent off.',
    group: 'Hosts',
    suits: isDrained,
    strike: meddle,
  },
  'hook-deleted': {
    label: 'Delete a hook',
    hint: 'The lifecycle hooks of a group are deleted while a host waits for them.',
    group: 'Hosts',
    suits: isDrained,
    strike: loseHook,
  },
  'root-volumes-replaced': {
    label: 'Replace root volumes',
    hint: 'Two hosts get a new root volume: they run through the hooks of a termination, and come back.',
    group: 'Hosts',
    momentary: true,
    suits: isDrained,
    strike: replaceVolumes,
  },
  'host-detached': {
    label: 'Detach a host',
    hint: 'A host is taken out of its group and runs on, until somebody ends it.',
    group: 'Hosts',
    suits: isDrained,
    strike: detachOne,
  },
  'host-registered-twice': {
    label: 'Register a host twice',
    hint: 'The agent of a host registers once more, in this cluster or another, and the host goes.',
    group: 'Hosts',
    suits: isDrained,
    strike: registerTwice,
  },
  'instance-held': {
    label: 'Hold a host',
    hint: 'Somebody says that nobody is to act on some hosts for a while.',
    group: 'Hosts',
    aimsAt: 'instance',
    suits: isDrained,
    strike: holdSome,
  },
  'task-left-behind': {
    label: 'Start a task by hand',
    hint: 'A task of no service runs on a host, and does not end by itself.',
    group: 'Hosts',
    suits: isDrained,
    strike: leaveTask,
  },
  'host-ended-by-hand': {
    label: 'End a host by hand',
    hint: 'Somebody sets a host DRAINING, and ends it before it is empty.',
    group: 'Hosts',
    momentary: true,
    suits: isDrained,
    strike: endByHand,
  },
  'set-active-again': {
    label: 'Set a host that goes ACTIVE',
    hint: 'Somebody wants a host that is on its way out to go on working until it is gone.',
    group: 'Hosts',
    suits: isDrained,
    strike: setActiveAgain,
  },
  'held-and-asked-for': {
    label: 'Ask for a held host',
    hint: 'Somebody asks for a drain of a host that somebody else holds.',
    group: 'Hosts',
    suits: isDrained,
    strike: askForHeld,
  },
  'leaving-agent-away': {
    label: 'Agent away on a host that goes',
    hint: 'The agent of a host that is on its way out does not answer for some minutes.',
    group: 'Hosts',
    suits: isDrained,
    strike: silenceLeaving,
  },
  'newcomer-sent-back': {
    label: 'Send a newcomer back',
    hint: 'A group gets one more host, and gives the emptiest back in the moment a task is started on it.',
    group: 'Hosts',
    suits: isDrained,
    strike: sendBack,
  },
} as const satisfies Readonly<Record<string, Trouble>>;
