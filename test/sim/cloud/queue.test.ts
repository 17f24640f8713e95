import { expect, test } from 'vitest';
import { Agenda } from '../../../sim/agenda.ts';
import { Queue } from '../../../sim/cloud/queue.ts';

const standard = (agenda: Agenda, options = {}): Queue =>
  new Queue({ name: 'q', fifo: false, visibilityMs: 30_000, ...options }, agenda);
const fifo = (agenda: Agenda): Queue => new Queue({ name: 'q.fifo', fifo: true, visibilityMs: 30_000 }, agenda);
const pass = (agenda: Agenda, ms: number): void => {
  const until = agenda.now() + ms;
  while (agenda.step(until) !== undefined);
  agenda.idle(until);
};
const bodies = (queue: Queue, most = 10): string[] => queue.receive(most).map(({ body }) => body);

test('a received message is hidden until its time runs out, then comes again', () => {
  const agenda = new Agenda(0);
  const queue = standard(agenda);
  queue.send({ body: 'a' });
  expect(bodies(queue)).toEqual(['a']);
  expect(bodies(queue)).toEqual([]);
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  pass(agenda, 30_000);
  expect(queue.receive(10).map(({ receives }) => receives)).toEqual([2]);
});

test('a deleted message never comes again; a handle that ran out deletes nothing', () => {
  const agenda = new Agenda(0);
  const queue = standard(agenda);
  queue.send({ body: 'a' });
  const [first] = queue.receive(10);
  pass(agenda, 30_000);
  const [second] = queue.receive(10);
  queue.delete(first?.receiptHandle ?? '');
  expect(queue.counts().inFlight).toBe(1);
  queue.delete(second?.receiptHandle ?? '');
  pass(agenda, 60_000);
  expect(bodies(queue)).toEqual([]);
});

test('a delayed message is not there before its time', () => {
  const agenda = new Agenda(0);
  const queue = standard(agenda);
  queue.send({ body: 'later', delayMs: 5000 });
  expect(bodies(queue)).toEqual([]);
  expect(queue.counts().delayed).toBe(1);
  pass(agenda, 5000);
  expect(bodies(queue)).toEqual(['later']);
});

test('FIFO: a group with a message in flight hands out nothing else, other groups do', () => {
  const agenda = new Agenda(0);
  const queue = fifo(agenda);
  for (const [body, groupId] of [
    ['a1', 'a'],
    ['a2', 'a'],
    ['b1', 'b'],
  ] as const)
    queue.send({ body, groupId, deduplicationId: body });
  const [first] = queue.receive(1);
  expect(first?.body).toBe('a1');
  expect(bodies(queue)).toEqual(['b1']);
  queue.delete(first?.receiptHandle ?? '');
  expect(bodies(queue)).toEqual(['a2']);
});

test('FIFO: one batch may hold several of a group, in order', () => {
  const agenda = new Agenda(0);
  const queue = fifo(agenda);
  for (const body of ['1', '2', '3']) queue.send({ body, groupId: 'a', deduplicationId: body });
  expect(bodies(queue)).toEqual(['1', '2', '3']);
});

test('FIFO: the same de-duplication id is taken once in five minutes', () => {
  const agenda = new Agenda(0);
  const queue = fifo(agenda);
  queue.send({ body: 'x', groupId: 'a', deduplicationId: 'same' });
  queue.send({ body: 'x', groupId: 'a', deduplicationId: 'same' });
  expect(queue.receive(10)).toHaveLength(1);
  pass(agenda, 5 * 60_000);
  queue.send({ body: 'x', groupId: 'b', deduplicationId: 'same' });
  expect(queue.receive(10)).toHaveLength(2);
});

test('what was received too often goes to the dead letters', () => {
  const agenda = new Agenda(0);
  const deadLetters = standard(agenda);
  const queue = standard(agenda, { maxReceives: 2, deadLetters });
  queue.send({ body: 'poison' });
  for (let time = 0; time < 3; time += 1) {
    queue.receive(10);
    pass(agenda, 30_000);
  }
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  expect(deadLetters.bodies()).toEqual(['poison']);
});
