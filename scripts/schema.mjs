// Writes watchkeeper.schema.json from the schema in lib/app/config. Run it after changing that.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { editorSchema } from '../lib/app/config/editor-schema.ts';

const file = fileURLToPath(new URL('../watchkeeper.schema.json', import.meta.url));
await writeFile(file, JSON.stringify(editorSchema(), null, 2));
execFileSync('oxfmt', [file]);
