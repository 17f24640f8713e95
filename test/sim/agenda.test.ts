import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../sim/agenda.ts';
import { seeded } from '../../sim/random.ts';

test('entries run in the order of their times, those of one moment in the order they were made', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (waits) => {
      const agenda = new Agenda(1000);
      const ran: [at: number, made: number][] = [];
      waits.forEach((wait, made) => agenda.after(wait, 'entry', () => ran.push([agenda.now(), made])));
      while (agenda.step() !== undefined);
      const wanted = waits
        .map((wait, made): [number, number] => [1000 + wait, made])
        .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(ran).toEqual(wanted);
    }),
  );
});

test('what is cancelled does not run, what is planned by an entry does, and nothing runs beyond the end', () => {
  const agenda = new Agenda(0);
  const ran: string[] = [];
  const never = agenda.after(1, 'never', () => ran.push('never'));
  agenda.after(2, 'first', () => agenda.after(3, 'second', () => ran.push(`second at ${agenda.now()}`)));
  agenda.after(50, 'too late', () => ran.push('too late'));
  agenda.cancel(never);
  while (agenda.step(40) !== undefined);
  expect(ran).toEqual(['second at 5']);
  agenda.idle(40);
  expect(agenda.now()).toBe(40);
  expect(agenda.peek()?.what).toBe('too late');
});

test('a moment that has passed is now', () => {
  const agenda = new Agenda(100);
  expect(agenda.at(7, 'late', () => {}).at).toBe(100);
});

test('the same seed draws the same, another does not, and what one part draws does not move the others', () => {
  const draw = (label: string, before = 0): number[] => {
    const random = seeded(label);
    const part = random.fork('part');
    for (let at = 0; at < before; at += 1) random.next();
    return Array.from({ length: 20 }, () => part.whole(0, 1000));
  };
  expect(draw('1')).toEqual(draw('1', 5));
  expect(draw('1')).not.toEqual(draw('2'));
});

test('draws are spread evenly enough', () => {
  const random = seeded('even');
  const counts = new Map<number, number>();
  for (let at = 0; at < 10_000; at += 1) {
    const drawn = random.whole(1, 10);
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
