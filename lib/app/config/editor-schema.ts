import * as z from 'zod';
import { configurationSchema } from './schema.ts';

/** The JSON schema by which an editor completes and checks `watchkeeper.yml` while it is written. */
export function editorSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' });
  return {
    $schema,
    title: 'watchkeeper.yml',
    description: 'Configuration of Watchkeeper. See docs/configuration.md.',
    ...schema,
  };
}
