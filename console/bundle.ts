import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { build } from 'esbuild';

/** A file of the page, ready to be sent. `type` is its Content-Type. */
export type PageFile = { readonly type: string; readonly body: Uint8Array };

/**
 * The page needs nothing but what this machine serves. Scripts set styles one property at a time, which this allows;
 * nothing is inline.
 */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const folder = join(import.meta.dirname, 'page');

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * The whole page in memory, by path (`/`, `/main.js`, `/style.css`, `/favicon.svg`). Takes some tenths of a second and
 * writes nothing. Rejects with esbuild's own words when the source cannot be built.
 */
export async function bundleConsole(): Promise<ReadonlyMap<string, PageFile>> {
  const [{ outputFiles }, html, icon] = await Promise.all([
    build({
      entryPoints: { main: join(folder, 'main.tsx'), style: join(folder, 'style', 'main.css') },
      outdir: '/',
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      tsconfigRaw: {},
      logLevel: 'silent',
    }),
    readFile(join(folder, 'index.html')),
    readFile(join(folder, 'favicon.svg')),
  ]);
  const built = outputFiles.map(({ path, contents }): [string, PageFile] => {
    return [`/${basename(path)}`, { type: types[extname(path)] ?? 'application/octet-stream', body: contents }];
  });
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/favicon.svg', { type: 'image/svg+xml', body: icon }],
    ...built,
  ]);
}
