import { when } from './names.js';

/** Statements of a policy. */
export const allow = (Action, Resource, Condition) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

export const inRegion = { StringEquals: { 'aws:RequestedRegion': { Ref: 'AWS::Region' } } };

/** For actions that know no resource. */
export const readAnywhere = (...actions) => allow(actions, '*', inRegion);

/** An order: a right that only a stack of Mode=act has. */
export const act = (...args) => when('Acts', allow(...args));
