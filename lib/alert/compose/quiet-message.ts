import type { Message } from '../../core/message.ts';
import { labels } from '../texts/labels.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import { labelsIn } from './compose.ts';

/** What each of them says for itself; it may also say otherwise what they have in common. */
type Said = Pick<Message, 'incident' | 'impact' | 'next' | 'code'> & Partial<Message>;

/** A message of which nobody is woken, about no incident of its own: grey, its title in bold, and when it was written. */
export function quietMessage(title: string, said: Said, clock: Clock): Message {
  return {
    status: 'resolved',
    severity: 'none',
    summary: title,
    bar: 'grey',
    title: [{ bold: title }],
    context: [momentOf(clock.now, clock)],
    labels: labelsIn(clock.language, labels),
    ...said,
  };
}
