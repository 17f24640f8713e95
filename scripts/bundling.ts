import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** How each function is bundled: as an ES module, split into chunks so that what is seldom used is loaded only then. */
export const bundling: BuildOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  alias: { 'node:http': join(import.meta.dirname, 'node-http.cjs') },
  minify: true,
  // Half the size of escapes, for texts in Japanese.
  charset: 'utf8',
  legalComments: 'none',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};
