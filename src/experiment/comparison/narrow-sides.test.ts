import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { groupOf } from '../../analysis/comparison/fixtures/compared-runs.ts'
import { writeRun } from '../history/fixtures/write-run.ts'
import { narrowSides } from './narrow-sides.ts'
import { readComparedRun } from './read-compared-run.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (id: string, rate = 8) => readComparedRun(writeRun(folder, { id, rate }))
const idsOf = ({ runs }: RunGroup): readonly string[] => runs.map(({ summary }) => summary.run_id)

test('leaves out of a selector’s runs what isn’t of the folder’s plan, and the run itself, and says so', () => {
  const now = run('now')
  const one = groupOf(now.path, [now])
  const other = {
    ...run('elsewhere'),
    facts: { ...now.facts, machine: { ...now.facts.machine, fingerprint: 'x' } },
  }
  const history = groupOf('latest:5', [run('old'), now, run('faster', 9), other])
  const { a, b, notes } = narrowSides(history, one)
  expect([idsOf(a), idsOf(b), a.name]).toEqual([['old'], ['now'], 'latest:5'])
  expect(notes).toEqual([
    {
      id: 'other-series',
      severity: 'warn',
      message: 'A has 2 more runs that are of another plan, or another machine, and left out',
    },
    {
      id: 'own-run',
      severity: 'warn',
      message: `A has 1 more run that is of ${now.path} itself, and left out`,
    },
  ])
  const turned = narrowSides(one, history)
  expect(idsOf(turned.b)).toEqual(['old'])
  expect(turned.notes[0]!.message).toMatch(/^B has 2 more/)
})

test('leaves as they are two folders, two selectors, and a selector with nothing like the folder', () => {
  const [slow, fast] = [run('slow'), run('fast', 9)]
  mkdirSync(join(folder, 'some'), { recursive: true })
  const mixed = [slow, fast]
  for (const [first, second] of [
    [groupOf(slow.path, [slow]), groupOf(join(folder, 'some'), mixed)],
    [groupOf('label:a', [slow]), groupOf('latest:5', mixed)],
    [groupOf(slow.path, [slow]), groupOf('label:b', [fast])],
  ] as const) {
    expect(narrowSides(first, second)).toEqual({ a: first, b: second, notes: [] })
  }
})
