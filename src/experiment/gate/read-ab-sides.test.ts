import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { invalidBy, runOf } from '../../analysis/gate/fixtures/runs.ts'
import { type WrittenAb, type WrittenBlock, writeAb } from '../ab/fixtures/write-ab.ts'
import { readAbSides } from './read-ab-sides.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tare-ab-sides-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let made = 0
const written = (blocks: readonly WrittenBlock[], more?: WrittenAb): string =>
  writeAb(join(scratch, `ab-${made++}`), blocks, more)

/** Blocks whose sides share their luck, B so many times as slow. */
function blocks(count: number, worse = 1): readonly WrittenBlock[] {
  return Array.from({ length: count }, (_, at) => {
    const luck = 1 + (at % 3) / 20
    const own = 1 + (at % 2) / 500
    return { a: runOf({ slower: luck }).summary, b: runOf({ slower: luck * worse * own }).summary }
  })
}
const lost = (side: 'a' | 'b'): WrittenBlock => {
  const [bad, good] = [runOf({ summary: invalidBy('trend', ['*']) }).summary, runOf().summary]
  return { a: side === 'a' ? bad : good, b: side === 'b' ? bad : good, lost: side }
}
const warmUp = (): WrittenBlock => ({
  a: runOf({ slower: 3 }).summary,
  b: runOf({ slower: 3.1 }).summary,
})

test('A is the baseline and B the run, in the pairs in which they were made', () => {
  const path = written(blocks(6))
  const { run, baseline, paired, notes } = readAbSides(path)
  expect([run.name, baseline.name]).toEqual([`http://head in ${path}`, 'http://base'])
  expect([paired.alpha, paired.isLost, notes]).toEqual([0.05, false, []])
  expect(paired.blocks.map(({ a }) => a)).toEqual(baseline.runs)
  expect(paired.blocks.map(({ b }) => b)).toEqual(run.runs)
  expect(run.runs[1]!.path).toBe(join(path, 'runs/002.1-b'))
})

test('only the blocks of the look that ended it count, at its level', () => {
  const path = written(blocks(10, 1.5), { options: { mostBlocks: 16 } })
  const { paired } = readAbSides(path)
  expect([paired.blocks.length, paired.alpha]).toEqual([6, 0.0187])
})

test('a first block that was dropped, and blocks that were replaced, don’t count', () => {
  const path = written([warmUp(), ...blocks(2), lost('b'), ...blocks(4)])
  const { paired, run, notes } = readAbSides(path)
  expect([paired.blocks.length, run.runs.length, paired.alpha, notes]).toEqual([6, 6, 0.05, []])
  expect(run.runs[0]!.path).toBe(join(path, 'runs/002.1-b'))
})

test('an experiment that isn’t over says so, and has all its blocks', () => {
  const { paired, notes } = readAbSides(written(blocks(4)))
  expect([paired.blocks.length, paired.alpha]).toEqual([4, 0.05])
  const message = 'the experiment isn’t over: it has 4 of the 6 blocks that its next look needs'
  expect(notes).toEqual([{ id: 'unfinished', severity: 'warn', message }])
})

test.each(['a', 'b'] as const)('blocks that were lost by %s and ended it are there to be judged', (side) => {
  const { paired, run, baseline, notes } = readAbSides(written([...blocks(2), lost(side)]))
  expect([paired.isLost, paired.blocks.length]).toEqual([true, 2])
  expect([run.runs.length, baseline.runs.length]).toEqual([3, 3])
  expect(notes).toEqual([
    {
      id: 'lost-blocks',
      severity: 'refuse',
      message: '1 block was lost, which ended the experiment; at last: trend: it drifts',
    },
  ])
})

test('A against itself, no block, and no experiment are refused', () => {
  const read = (path: string) => () => readAbSides(path)
  expect(read(written(blocks(6), { aaBlocks: 6 }))).toThrow(expect.objectContaining({ code: 'usage' }))
  expect(read(written([]))).toThrow(
    expect.objectContaining({
      code: 'folder',
      message: expect.stringContaining('without a measured block'),
      hint: expect.stringContaining('tare ab --resume'),
    }),
  )
  expect(read(scratch)).toThrow(expect.objectContaining({ code: 'folder' }))
})
