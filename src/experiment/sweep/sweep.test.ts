import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, describe, expect, test } from 'vitest'
import type { CellRow } from '../../analysis/cells/cell-row.ts'
import { definePlan } from '../../plan/authored/read-authored-plan.ts'
import { appendRow, cellsCsv, cellsParquet } from './cells-file.ts'
import { isSweepFolder, readRows, readSweepRows } from './read-rows.ts'
import { createSweepFolder, reopenSweepFolder, sweepFolder, sweepSchema } from './sweep-folder.ts'
import { sweepYaml } from './sweep-yaml.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tare-sweep-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const manifest = { schema: sweepSchema, tare_version: '0', created_at: '', seed: 1, runs: 2 } as const
const row = (index: number, others: CellRow = {}): CellRow => ({
  index,
  cell: 'a=1',
  status: 'measured',
  ...others,
})

describe('the folder of a sweep', () => {
  test('is never made over another, and knows itself again', () => {
    const path = join(scratch, 'one')
    expect(isSweepFolder(path)).toBe(false)
    createSweepFolder(path, 'load: {}\n', manifest)
    expect(isSweepFolder(path)).toBe(true)
    expect(() => createSweepFolder(path, '', manifest)).toThrow(
      expect.objectContaining({ code: 'folder', hint: expect.stringContaining(`--resume ${path}`) }),
    )
    expect(() => readSweepRows(scratch)).toThrow(expect.objectContaining({ code: 'folder' }))
  })

  test('keeps the latest row of each run, whatever a crash cut short', () => {
    const folder = createSweepFolder(join(scratch, 'two'), '', manifest)
    for (const each of [row(1), row(0, { status: 'failed' }), row(0)]) appendRow(folder, each)
    appendFileSync(folder.rows, JSON.stringify(row(3)).slice(0, -4))
    const kept = [
      [0, 'measured'],
      [1, 'measured'],
    ]
    const seen = (): unknown => readRows(folder).map(({ index, status }) => [index, status])
    expect(seen()).toEqual(kept)
    appendRow(reopenSweepFolder(folder.path), row(3))
    expect(seen()).toEqual([...kept, [3, 'measured']])
  })
})

test('a run that failed leaves gaps, not shifted columns', async () => {
  const rows = [row(0, { error: 'a "b", c', rate: null }), row(1, { 'server.batch_size': 4, rate: 2.5 })]
  expect(cellsCsv(rows)).toBe(
    'index,cell,status,error,rate,server.batch_size\r\n0,a=1,measured,"a ""b"", c",,\r\n1,a=1,measured,,2.5,4\r\n',
  )
  const bytes = cellsParquet(rows)
  const file = { byteLength: bytes.length, slice: (a: number, b?: number) => bytes.slice(a, b).buffer }
  expect(await parquetReadObjects({ file })).toEqual([
    { index: 0, cell: 'a=1', status: 'measured', error: 'a "b", c', rate: null, 'server.batch_size': null },
    { index: 1, cell: 'a=1', status: 'measured', error: null, rate: 2.5, 'server.batch_size': 4 },
  ])
})

const bearer = 'Bearer ${env:KEY}'

test('sweep.yaml has the seed that was drawn, and no secret', () => {
  const plan = definePlan({
    target: { url: 'http://127.0.0.1:1', headers: { 'x-tenant': 'a', authorization: bearer } },
    output: { dir: 'elsewhere', label: 'mine' },
    load: { rate: 5 },
  })
  const text = sweepYaml(plan, 77)
  expect(text).toContain('seed: 77')
  expect(text).toContain('x-tenant: a')
  expect(text).toContain('label: mine')
  expect(text).not.toContain('elsewhere')
  expect(text).toContain(bearer)
  expect(sweepFolder(scratch).plan).toBe(join(scratch, 'sweep.yaml'))
})
