import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryDocument } from '../../src/analysis/history/history-document.ts'
import { writeRun } from '../../src/experiment/history/fixtures/write-run.ts'
import { expectSchema } from '../support/schema.ts'
import { scratch, type TareResult, tare } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

const ids = ['20260101-000001-aaaaaa', '20260102-000001-bbbbbb', '20260103-000001-cccccc']
const store = join(space.folder, 'store')

beforeAll(() => {
  for (const [at, id] of ids.entries()) {
    const started_at = `2026-01-0${at + 1}T00:00:01.000Z`
    writeRun(space.folder, { id, summary: { started_at, label: at < 2 ? 'nightly' : null } })
  }
})

function history(...args: readonly string[]): Promise<TareResult> {
  return tare(['history', ...args], { env: { TARE_HISTORY: store }, cwd: space.folder })
}

async function listed(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await history('list', '--format', 'json', ...args)
  return (JSON.parse(stdout) as HistoryDocument).rows.map(({ run_id }) => run_id)
}

describe.sequential('tare history', () => {
  test('adds runs that are added at once, each once', async () => {
    const runs = await Promise.all([...ids, ids[0]!].map((id) => history('add', id)))
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0])
    expect(await listed()).toEqual(ids.toReversed())
    const again = await history('add', ids[1]!)
    expect([again.status, again.stdout]).toEqual([0, `${ids[1]} is there already\n`])
  })

  test('lists them as a table, JSON and CSV', async () => {
    const table = await history('list')
    expect(table.stdout).toMatch(/^ {2}run +label +commit +verdict +requests_per_s/)
    expect(table.stdout).toMatch(/20260102-000001-bbbbbb {2}nightly {2}c0ffee0 {2}VALID +7\.96/)
    const json = JSON.parse((await history('list', '--format', 'json')).stdout)
    expectSchema('history', json)
    const csv = (await history('list', 'label:nightly', '--format', 'csv')).stdout.split('\r\n')
    expect(csv).toHaveLength(4)
    expect(csv[1]).toContain(`${ids[1]},runs/${ids[1]},`)
    expect(await listed('label:nightly,latest:1')).toEqual([ids[1]])
    expect(await listed('--limit', '1')).toEqual([ids[2]])
    expect(await listed('label:none')).toEqual([])
  })

  test('shows one by its id, the beginning of it, or a selector', async () => {
    for (const wanted of [ids[1]!, '20260102', 'label:nightly']) {
      const { status, stdout } = await history('show', wanted)
      expect([status, stdout]).toEqual([0, expect.stringContaining(ids[1]!)])
    }
    const several = await history('show', '202601')
    expect([several.status, several.stderr]).toEqual([2, expect.stringContaining('3 runs begin with')])
  })

  test.each([
    [['list', 'brnch:main'], 'did you mean branch?'],
    [['show', 'none'], 'no run of'],
    [['show', '../../etc'], 'no run of'],
    [['prune'], 'nothing says which'],
    [['prune', 'latest:3'], '--keep 3'],
    [['prune', '--older-than', '90'], `--older-than: "90" isn't an age`],
    [['add', 'nowhere'], 'no folder'],
    [['add', ids[0]!, '--label', ' '], '--label is empty'],
    [['add', ids[0]!, '--commit', 'no-such-thing'], 'is no commit'],
    [['list', '--history', 'nowhere'], 'no runs in the history'],
    [['list', '--limit', '0'], '--limit'],
  ])('refuses %j', async (args, why) => {
    const { status, stdout, stderr } = await history(...args)
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(why)])
  })

  test('names a damaged segment, and is rebuilt', async () => {
    const [first] = readdirSync(join(store, 'index')).sort()
    writeFileSync(join(store, 'index', first!), 'PAR1')
    const { status, stderr } = await history('list')
    expect([status, stderr]).toEqual([0, expect.stringContaining(`index/${first} is left out`)])
    expect((await history('rebuild')).stdout).toBe('The index has 3 runs now.\n')
    expect(await listed()).toEqual(ids.toReversed())
  })

  test('prunes when told twice, and leaves the last of a label', async () => {
    const said = await history('prune', '--keep', '0')
    expect(said.stdout.trim().split('\n')).toHaveLength(2)
    expect(said.stderr).toContain(`${ids[1]} stays`)
    expect(said.stderr).toContain('Nothing was removed')
    expect(await listed()).toHaveLength(3)
    expect((await history('prune', '--keep', '0', '--yes')).status).toBe(0)
    expect(await listed()).toEqual([ids[1]])
    expect(readdirSync(join(store, 'runs'))).toEqual([ids[1]])
  })
})
