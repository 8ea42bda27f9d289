import { readFileSync } from 'node:fs'

/** Tare's version, from its package.json, which lies beside `dist` and `src` alike. */
export const tareVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version
