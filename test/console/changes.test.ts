import { describe, expect, test } from 'vitest';
import { newChanges, withChanges, withJobs } from '../../console/changes.ts';
import type { ChatMessage, ChatView } from '../../console/view.ts';
import type { JobView } from '../../console/jobs.ts';
import { jobs } from './sample-jobs.ts';
import { sample } from './sample.ts';

const { chat, decisions } = sample;
const [first, ...others] = chat.messages as readonly [ChatMessage, ...ChatMessage[]];
const edited: ChatView = { ...chat, messages: [{ ...first, edits: first.edits + 1 }, ...others] };

describe('what a connection is sent', () => {
  test('everything at first, then nothing while nothing is new', () => {
    const changes = newChanges();
    expect(changes.chat(chat)).toEqual({ ...chat, whole: true });
    expect(changes.chat(chat)).toBeUndefined();
    expect(changes.decisions(decisions)).toEqual({ whole: true, decisions });
    expect(changes.decisions(decisions)).toBeUndefined();
  });

  test('an edit alone', () => {
    const changes = newChanges();
    changes.chat(chat);
    expect(changes.chat(edited)).toEqual({ ...chat, whole: false, messages: [edited.messages[0]] });
  });

  test('everything again when a message is gone', () => {
    const changes = newChanges();
    changes.chat(chat);
    expect(changes.chat({ ...chat, messages: others })).toEqual({ ...chat, whole: true, messages: others });
  });

  test('only later decisions, however few are kept', () => {
    const changes = newChanges();
    changes.decisions(decisions.slice(0, 4));
    expect(changes.decisions(decisions.slice(2, 6))).toEqual({ whole: false, decisions: decisions.slice(4, 6) });
  });

  test('an empty list is an answer, too', () => {
    const changes = newChanges();
    expect(changes.decisions([])).toEqual({ whole: true, decisions: [] });
    expect(changes.decisions(decisions.slice(0, 1))).toEqual({ whole: false, decisions: decisions.slice(0, 1) });
  });

  test('jobs: all at first, then those that changed, in the order of the configuration', () => {
    const changes = newChanges();
    const [one, other] = jobs as readonly [JobView, JobView, ...JobView[]];
    const suspended: JobView = { ...one, state: 'suspended' };
    expect(changes.jobs(jobs)).toEqual({ names: jobs.map(({ name }) => name), jobs });
    expect(changes.jobs(jobs)).toBeUndefined();
    let page = withJobs([], { names: jobs.map(({ name }) => name), jobs });
    const views = [jobs.with(0, suspended), [other, suspended], [suspended], [suspended, other], []];
    for (const [index, view] of views.entries()) {
      const update = changes.jobs(view);
      expect([index, update?.jobs.length]).toEqual([index, [1, 0, 0, 1, 0][index]]);
      if (update !== undefined) page = withJobs(page, update);
      expect(page).toEqual(view);
    }
  });

  test('the page has after each what the server has', () => {
    const changes = newChanges();
    const shrunk = { ...edited, messages: edited.messages.slice(1) };
    let page: ChatView | undefined;
    for (const view of [{ ...chat, messages: chat.messages.slice(0, 5) }, chat, edited, edited, shrunk]) {
      const update = changes.chat(view);
      if (update !== undefined) page = withChanges(page, update);
      expect(page).toEqual(view);
    }
  });
});
