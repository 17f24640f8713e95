import { oneLine } from '../../lib/channels/untrusted.ts';
import type { AdviceSeverity } from '../../lib/core/advice-found.ts';
import type { Advised } from './answer.ts';
import { wordsOf } from './answer.ts';

const commands: Readonly<Record<AdviceSeverity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations of a pull request, one a line:
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function githubLines(all: readonly Advised[]): string[] {
  return all.flatMap((advised) =>
    advised.advice.findings.map((finding) => {
      const { title, why, fix, detail, file, line } = wordsOf(finding, advised, 'en');
      const properties = [
        ...(file === undefined ? [] : [`file=${property(file)}`, `line=${line ?? 1}`]),
        `title=${property(`${finding.rule}: ${title}`)}`,
      ];
      const message = [why, ...(detail === undefined ? [] : [detail]), fix].map((part) => oneLine(part)).join(' ');
      return `::${commands[finding.severity]} ${properties.join(',')}::${data(message)}`;
    }),
  );
}

/** As the runner's own toolkit escapes them (actions/toolkit, packages/core/src/command.ts). */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
