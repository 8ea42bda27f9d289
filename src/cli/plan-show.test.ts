import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { tare } from '../../test/support/tare.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import { planCheck, planShow } from './plan-show.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-plan-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const matrix =
  'load: {duration: 54s}\nmatrix: {axes: {load.concurrency: "1..8 +1"}}\nrepeat: 3\nbudget: 10m\n'

describe('tare plan check', () => {
  test('counts the cells, the runs, and the time they take', () => {
    const path = file('good.yaml', matrix)
    expect(planCheck(path, [])).toBe(`${path} is good: 8 cells x 3 repeats = 24 runs, about 24 min\n`)
  })

  test('gives variables their values', () => {
    const path = file('set.yaml', 'load: {rate: "${flag:RATE}"}')
    expect(planCheck(path, ['RATE=5'])).toContain('is good: 1 cell, about 36 s')
    expect(() => planCheck(path, ['RATE=x'])).toThrow('load.rate: "x" isn\'t a rate')
    expect(() => planCheck(path, ['RATE'])).toThrow('--set RATE: has no value')
    expect(() => planCheck(join(folder, 'none.yaml'), [])).toThrow("can't read the plan")
  })
})

describe('tare plan show', () => {
  test('writes every default, the first runs, and how many more', () => {
    const shown = planShow(file('show.yaml', matrix), [])
    const lines = shown.split('\n')
    expect(lines.filter((line) => / block \d /.test(line))).toHaveLength(20)
    expect(shown).toContain('#   and 4 more')
    expect(shown).toContain('# They take about 24 min; the budget is 10 min.')
    expect(readPlanYaml(shown, 'shown').measure).toEqual({ timeoutNs: 60e9, drainNs: 30e9 })
  })

  test('shows what a single run would be, which is a plan again', () => {
    const shown = planShow(file('one.yaml', 'load: {rate: 3, seed: 5}\noutput: {dir: d}'), [])
    const again = file('again.yaml', shown)
    expect(readPlanYaml(shown, 'shown').output).toEqual({ dir: 'd', format: 'table', label: null })
    expect(planCheck(again, [])).toContain('is good: the plan of one run')
    expect(() => planCheck(again, ['A=1'])).toThrow("--set doesn't go with the plan of a run")
  })
})

describe('the built program', () => {
  test('writes a plan file once, and checks it', async () => {
    const path = join(folder, 'new.yaml')
    const first = await tare(['plan', 'init', path, '--preset', 'spike'])
    expect([first.status, first.stdout]).toEqual([0, expect.stringContaining('new.yaml written')])
    const text = readFileSync(path, 'utf8')
    const second = await tare(['plan', 'init', path])
    expect([second.status, second.stderr]).toEqual([2, expect.stringContaining('new.yaml exists already')])
    expect(readFileSync(path, 'utf8')).toBe(text)
    const check = await tare(['plan', 'check', path])
    expect([check.status, check.stdout]).toEqual([
      0,
      expect.stringContaining('is good: 1 cell, about 3.7 min'),
    ])
  })

  test('says what is wrong, with its place and status 2', async () => {
    const { status, stderr } = await tare(['plan', 'check', file('bad.yaml', 'load:\n  rat: 3\n')])
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('bad.yaml:2:3: load.rat: unknown key "rat" (did you mean rate?)'),
    ])
    const other = await tare(['plan', 'init', join(folder, 'x.yaml'), '--preset', 'spik'])
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('did you mean spike?')])
    expect(existsSync(join(folder, 'x.yaml'))).toBe(false)
    expect((await tare(['plan', 'chekc'])).status).toBe(2)
  })

  test('prints the schema', async () => {
    const { status, stdout } = await tare(['plan', 'schema'])
    const file = readFileSync(new URL('../../schema/plan.schema.json', import.meta.url), 'utf8')
    expect([status, JSON.parse(stdout)]).toEqual([0, JSON.parse(file)])
  })

  test('runs a plan file with flags over it, and then the plan of that run', async () => {
    const path = file('run.yaml', 'load: {rate: 1000, requests: 5}\noutput: {label: mine}')
    const run = join(folder, 'run')
    const { status, stderr } = await tare(['run', path, '--rate', '200', '--out', run])
    expect([[0, 3].includes(status!), stderr]).toEqual([true, expect.anything()])
    const plan = readPlanYaml(readFileSync(join(run, 'plan.yaml'), 'utf8'), 'plan.yaml')
    expect([plan.output.label, plan.load.stages[0], plan.load.requests]).toMatchObject([
      'mine',
      { startRatePerSecond: 200 },
      5,
    ])
    const refused = await tare(['run', join(run, 'plan.yaml'), '--rate', '3'])
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringContaining("--rate doesn't go with the plan of a run"),
    ])
    const matrixRun = await tare(['run', file('matrix.yaml', matrix)])
    expect([matrixRun.status, matrixRun.stderr]).toEqual([
      2,
      expect.stringContaining('makes 24 runs, and tare run makes one'),
    ])
  }, 60_000)
})
