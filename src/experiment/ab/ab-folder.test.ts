import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { abDefaults } from '../../analysis/ab/ab-options.ts'
import type { BlockRow } from '../../analysis/ab/block-row.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import { abFolder, appendBlock, createAbFolder, mendBlocks, readAbTask, readBlocks } from './ab-folder.ts'
import type { AbTask } from './ab-task.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tare-ab-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const around = { cores: 4, platform: 'linux', now: new Date(0), randomSeed: 7 } as const
const task: AbTask = {
  a: { name: 'before', plan: planFromFlags({ url: 'http://a', rate: '5' }, around) },
  b: { name: 'after', plan: planFromFlags({ url: 'http://b', rate: '5' }, around) },
  options: { ...abDefaults, metrics: ['e2e.p50'] },
  aaBlocks: null,
  budgetSeconds: Number.POSITIVE_INFINITY,
  force: false,
}
const row: BlockRow = { block: 0, order: 'AB', seed: 7, attempt: 1, a: null, b: null, spent_s: 1.5 }

test('a task is read back as it was, and its folder is never made over another', () => {
  const path = join(scratch, 'one')
  const folder = createAbFolder(path, task)
  expect(readAbTask(folder)).toEqual(task)
  expect(() => createAbFolder(path, task)).toThrow(
    expect.objectContaining({ code: 'folder', hint: expect.stringContaining(`--resume ${path}`) }),
  )
  const other = createAbFolder(join(scratch, 'two'), {
    ...task,
    aaBlocks: 60,
    budgetSeconds: 90,
    force: true,
  })
  expect(readAbTask(other)).toMatchObject({ aaBlocks: 60, budgetSeconds: 90, force: true })
  expect(() => readAbTask(abFolder(scratch))).toThrow(
    expect.objectContaining({ code: 'folder', hint: expect.stringContaining('ab.json') }),
  )
})

test('a line that a crash cut short is an attempt that wasn’t made', () => {
  const folder = createAbFolder(join(scratch, 'three'), task)
  expect(readBlocks(folder)).toEqual([])
  appendBlock(folder, row)
  appendFileSync(folder.blocks, JSON.stringify({ ...row, block: 1 }).slice(0, -5))
  const cut = readFileSync(folder.blocks, 'utf8')
  expect(readBlocks(folder)).toEqual([row])
  expect(readFileSync(folder.blocks, 'utf8')).toBe(cut)
  mendBlocks(folder)
  mendBlocks(folder)
  expect(readFileSync(folder.blocks, 'utf8')).toBe(`${cut}\n`)
  appendBlock(folder, { ...row, block: 2 })
  expect(readBlocks(folder)).toEqual([row, { ...row, block: 2 }])
})
