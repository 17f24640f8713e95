import { answerPlacement } from '../../lib/ecs/placement/answer.ts';
import { changeLines } from '../../lib/ecs/placement/change-lines.ts';
import { verdictText } from '../../lib/ecs/placement/verdict-text.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { sourceOf } from '../explain/source.ts';
import { askedService } from '../explain/subject.ts';
import { CommandFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import type { Asked } from './look.ts';
import type { StoryLine } from './story.ts';

/** Why the next task finds no place, and the cheapest change, as `watchkeeper explain` has it. */
export async function placementLines({ cluster, service }: Asked, region: string, io: Io): Promise<StoryLine[]> {
  try {
    const source = await sourceOf({ kind: 'service', name: service, cluster }, { region }, io);
    const { asked } = await askedService(service, source);
    const answer = answerPlacement(source.snapshot, asked);
    const { room, outlook } = verdictText(answer, 'en');
    const [change] = changeLines(answer.changes, { language: 'en' });
    return [
      { kind: 'event', text: oneLine(`  ${room}. ${outlook}`) },
      ...(change === undefined
        ? []
        : [{ kind: 'event' as const, text: oneLine(`  cheapest change: ${change.change} (${change.admits})`) }]),
    ];
  } catch (error) {
    // Who may not read the cluster is told what ECS says alone.
    if (error instanceof PortError || error instanceof CommandFailure) return [];
    throw error;
  }
}
