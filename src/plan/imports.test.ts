import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Every module that importing a file loads, whether of ours or of a package's. */
function loadedBy(url: URL, loaded = new Set<string>()): Set<string> {
  loaded.add(url.href)
  for (const [, type, specifier] of readFileSync(url, 'utf8').matchAll(
    /^(?:import|export) (type )?[^'"]*from '([^']+)'/gms,
  )) {
    if (type !== undefined) continue
    if (!specifier!.startsWith('.')) loaded.add(specifier!)
    else if (!loaded.has(new URL(specifier!, url).href)) loadedBy(new URL(specifier!, url), loaded)
  }
  return loaded
}

it('reads flags without loading what only plan files need', () => {
  const loaded = loadedBy(new URL('./plan-from-flags.ts', import.meta.url))
  expect(loaded.size).toBeGreaterThan(15)
  expect([...loaded].filter((module) => !module.startsWith('file:'))).toEqual([])
})

it('would see it if they were loaded', () => {
  const loaded = loadedBy(new URL('./plan-file.ts', import.meta.url))
  expect([...loaded].filter((module) => !module.startsWith('file:')).sort()).toEqual(['yaml', 'zod'])
})
