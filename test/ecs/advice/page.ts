import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adviceRules } from '../../../lib/ecs/advice/rules.ts';
import { findAdviceText } from '../../../lib/ecs/advice/texts.ts';
import { adviceSeverities } from '../../../lib/core/advice-found.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'advice');
const path = join(folder, 'README.md');

const head = `# Advice

What \`watchkeeper advise\` looks for, before it hurts. An **error** is refused by ECS or makes the deployment fail; a **warning** will hurt some day; a note is worth knowing. What makes this very deployment fail is marked. A rule whose facts are not known says nothing, and is listed as not checked. Turn rules off by rule, cluster, service or tag: [configuration](../configuration.md#advice).

The stack looks at every deployment that ECS or CodeDeploy begins: what will make it fail is told before it does, the rest in the weekly digest ([configuration](../configuration.md#advice)). Of CodeDeploy's it is the newest task set's revision. What an external controller rolls out is not looked at by itself: no event tells that a task set was brought, and to find it by reading would cost more than it tells; \`watchkeeper advise FILE\` in its pipeline does it before.

This page is made from the table of rules (\`npx node test/ecs/advice/page.ts\`).
`;

const names = { error: 'Errors', warning: 'Warnings', info: 'Notes' } as const;

/** The page of all rules, as the table has them. */
export function advicePage(): string {
  const sections = adviceSeverities.map((severity) => {
    const rows = adviceRules
      .filter((rule) => rule.severity === severity)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, makesDeploymentFail }) => {
        const words = findAdviceText(id);
        if (words === undefined) throw new Error(`${id} has no words`);
        const mark = makesDeploymentFail ? ' **Makes the deployment fail.**' : '';
        const said = `${capital(words.title.en)}.${mark} ${shown(words.why.en)} ${shown(words.fix.en)}`;
        return `### ${id}\n\n${said}\n\nSource: ${words.source}\n`;
      });
    return `## ${names[severity]}\n\n${rows.join('\n')}`;
  });
  return [head, ...sections].join('\n');
}

export const writtenPage = (): string => readFileSync(path, 'utf8');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Places to fill in as people write them. */
const shown = (text: string): string => text.replaceAll(/`\{(\w+)\}`/g, '`$1`').replaceAll(/\{(\w+)\}/g, '‹$1›');

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, advicePage());
}
