import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** What each room may use besides itself and what is below all rooms; a path with a slash allows that one file. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  statistics: [],
  time: [],
  load: ['statistics'],
  workload: ['statistics'],
  wire: ['time'],
  api: ['wire', 'workload/prompt.ts'],
  record: ['time'],
  worker: ['statistics', 'time', 'load', 'workload', 'wire', 'api', 'record'],
  plan: ['load', 'workload'],
  // The conductor writes the summary and draws the progress, so it uses metrics and report too.
  // biome-ignore format: one room, one line
  run: ['statistics', 'time', 'load', 'workload', 'wire', 'api', 'record', 'worker', 'plan', 'metrics', 'trust', 'report'],
  server: ['plan'],
  metrics: ['record', 'statistics', 'plan/objective.ts'],
  trust: ['record', 'metrics', 'statistics'],
  analysis: ['metrics', 'statistics', 'plan/nearest.ts'],
  // biome-ignore format: one room, one line
  experiment: ['statistics', 'time', 'load', 'record', 'plan', 'run', 'server', 'metrics', 'simulator', 'trust', 'analysis', 'report'],
  report: ['metrics', 'trust', 'analysis'],
  simulator: ['time', 'statistics'],
}

/** These stand above all rooms: they may use anything, and nothing may use them. */
const above = ['cli', 'index.ts']
/** Everything may use these, and they use nothing. */
const below = ['errors.ts', 'version.ts']

const mostLines = 350
const forbiddenNames = /(^|\/)(utils?|types?|constants?|helpers?|common|misc)(\.ts|\/)/

/** Paths below src/ to their text. */
type Sources = ReadonlyMap<string, string>

const importForms = [
  // import x from, import { x } from, import type, export * from, export { x } from; over several lines too.
  /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w$*{][^'"`;]*?)\sfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  // Dynamic imports, and types in place: import('./x.ts').X
  /\bimport\(\s*['"`]([^'"`]+)['"`]/g,
]

function importsOf(source: string): readonly string[] {
  return importForms.flatMap((form) => Array.from(source.matchAll(form), (match) => match[1]!))
}

/** Files that a file imports, as paths below src/. */
function relativeImports(path: string, source: string): readonly string[] {
  return importsOf(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative('/src', resolve('/src', dirname(path), specifier)))
}

function roomOf(path: string): string {
  return path.split('/')[0]!
}

function isForTests(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('.sim.ts') || path.includes('/fixtures/')
}

function mayImport(from: string, to: string): boolean {
  const room = roomOf(from)
  if (below.includes(from)) return false
  if (below.includes(to) || roomOf(to) === room || above.includes(room)) return true
  return (mayUse[room] ?? []).some((allowed) => allowed === roomOf(to) || allowed === to)
}

/** Tests may use any room: only what is shipped has to keep to the table. */
function forbiddenImports(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([path]) => !isForTests(path))
    .flatMap(([path, source]) => relativeImports(path, source).map((to) => ({ path, to })))
    .filter(({ path, to }) => !sources.has(to) || isForTests(to) || !mayImport(path, to))
    .map(({ path, to }) =>
      sources.has(to) ? `${path} imports ${to}` : `${path} imports ${to}, which isn't there`,
    )
}

function unknownRooms(sources: Sources): readonly string[] {
  const known = [...Object.keys(mayUse), ...above, ...below]
  return [...new Set([...sources.keys()].map(roomOf))].filter((room) => !known.includes(room))
}

/** Each cycle of imports once, as `a > b > a`. */
function importCycles(sources: Sources): readonly string[] {
  const cycles: string[] = []
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' > '))
    if (start >= 0 || finished.has(path)) return
    for (const to of relativeImports(path, sources.get(path) ?? '')) visit(to, [...trail, path])
    finished.add(path)
  }
  for (const path of sources.keys()) visit(path, [])
  return cycles
}

function longFiles(sources: Sources): readonly string[] {
  return [...sources]
    .map(([path, source]) => ({ path, lines: source.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

function badNames(sources: Sources): readonly string[] {
  return [...sources.keys()].filter((path) => forbiddenNames.test(path))
}

/** The table of docs/architecture.md: rows of a room, what it holds, and what it may use. */
function documentedTable(document: string): Readonly<Record<string, readonly string[]>> {
  const table = document.slice(document.indexOf('| room '), document.indexOf('\nAbove all rooms'))
  const rows = table.matchAll(/^\| `(\w+)` +\|[^|]+\|([^|]*)\|$/gm)
  return Object.fromEntries(
    Array.from(rows, ([, room, uses]) => [room!, uses!.split(',').flatMap((use) => use.trim() || [])]),
  )
}

function readSources(): Sources {
  const root = fileURLToPath(new URL('../src', import.meta.url))
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  return new Map(
    paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]),
  )
}

describe('src', () => {
  const sources = readSources()

  it('is read', () => {
    expect(sources.size).toBeGreaterThan(0)
    expect(below.filter((path) => !sources.has(path))).toEqual([])
    expect([...sources].flatMap(([path, source]) => relativeImports(path, source)).length).toBeGreaterThan(
      sources.size,
    )
  })

  it('has only the rooms of the table', () => expect(unknownRooms(sources)).toEqual([]))
  it('imports only as the table allows', () => expect(forbiddenImports(sources)).toEqual([]))
  it('has no cycles of imports', () => expect(importCycles(sources)).toEqual([]))
  it(`has no file over ${mostLines} lines`, () => expect(longFiles(sources)).toEqual([]))
  it('names every file after what it holds', () => expect(badNames(sources)).toEqual([]))
  it('is described by docs/architecture.md with the same table', () => {
    const document = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8')
    expect(documentedTable(document)).toEqual(mayUse)
  })
})

describe('the checks', () => {
  const errors = ['errors.ts', ''] as const

  it.each([
    ["import { a } from '../time/a.ts'", ['../time/a.ts']],
    ['import {\n  a,\n  type B,\n} from "../time/a.ts"', ['../time/a.ts']],
    ["import type { A } from './a.ts'\nimport b, * as c from './b.ts'", ['./a.ts', './b.ts']],
    ["export * from './a.ts'\nexport type { B } from './b.ts'", ['./a.ts', './b.ts']],
    ["import './a.ts'", ['./a.ts']],
    ["const a = await import('./a.ts')\ntype B = import(\n  './b.ts').B", ['./a.ts', './b.ts']],
    [" * import { a } from '../time/a.ts'\n// import { b } from './b.ts'", []],
    ["export const from = (a: string) => a\nconst b = 'x'", []],
  ])('see the imports of %j', (source, expected) => expect(importsOf(source)).toEqual(expected))

  it.each([
    ['metrics/a.ts', "import type { B } from '../worker/b.ts'", 'worker/b.ts'],
    ['time/a.ts', "export { b } from '../wire/b.ts'", 'wire/b.ts'],
    ['api/openai/a.ts', "import { b } from '../../workload/b.ts'", 'workload/b.ts'],
    ['report/a.ts', "const b = await import('../cli/b.ts')", 'cli/b.ts'],
    ['run/a.ts', "import { b } from '../index.ts'", 'index.ts'],
    ['errors.ts', "import { b } from './time/b.ts'", 'time/b.ts'],
    ['load/a.ts', "import { b } from './fixtures/b.ts'", 'load/fixtures/b.ts'],
  ])('report that %s says %j', (path, source, to) => {
    expect(forbiddenImports(new Map([errors, [to, ''], [path, source]]))).toEqual([`${path} imports ${to}`])
  })

  it.each([
    ['api/openai/a.ts', "import type { Prompt } from '../../workload/prompt.ts'", 'workload/prompt.ts'],
    ['wire/a.ts', "import { TareError } from '../errors.ts'", 'errors.ts'],
    ['cli/a.ts', "import { b } from '../wire/b.ts'", 'wire/b.ts'],
    ['index.ts', "export { b } from './wire/b.ts'", 'wire/b.ts'],
    ['time/a.test.ts', "import { b } from '../worker/b.ts'", 'worker/b.ts'],
  ])('allow that %s says %j', (path, source, to) => {
    expect(forbiddenImports(new Map([errors, [to, ''], [path, source]]))).toEqual([])
  })

  it('report an import of nothing', () => {
    const sources = new Map([errors, ['time/a.ts', "import { b } from './b.js'"]])
    expect(forbiddenImports(sources)).toEqual(["time/a.ts imports time/b.js, which isn't there"])
  })

  it('report a room that the table lacks', () => {
    expect(unknownRooms(new Map([errors, ['extras/a.ts', '']]))).toEqual(['extras'])
  })

  it('report a cycle, of types too, and none where two files use a third', () => {
    const a = "import { b } from './b.ts'\nimport { c } from './c.ts'"
    const b = "import { c } from './c.ts'"
    const sources = new Map([
      ['time/a.ts', a],
      ['time/b.ts', b],
      ['time/c.ts', ''],
    ])
    expect(importCycles(sources)).toEqual([])
    const cyclic = sources.set('time/c.ts', "import type { A } from './a.ts'")
    expect(importCycles(cyclic)).toEqual(['time/a.ts > time/b.ts > time/c.ts > time/a.ts'])
  })

  it('report a file of one line too many', () => {
    const file = (lines: number): Sources => new Map([['time/a.ts', 'x\n'.repeat(lines)]])
    expect(longFiles(file(mostLines))).toEqual([])
    expect(longFiles(file(mostLines + 1))).toEqual([`time/a.ts has ${mostLines + 1} lines`])
  })

  it('report names that say nothing', () => {
    const names = ['utils.ts', 'time/types.ts', 'time/constants.ts', 'load/helpers/a.ts', 'load/common/a.ts']
    const good = ['time/clock-types.ts', 'load/utilisation.ts']
    expect(badNames(new Map([...names, ...good].map((name) => [name, ''])))).toEqual(names)
  })
})
