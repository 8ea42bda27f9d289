import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { canaryRows, nightlyRows } from '../../src/analysis/history/fixtures/nightly-rows.ts'
import type { HistoryRow } from '../../src/analysis/history/history-row.ts'
import { historyFolder } from '../../src/experiment/history/history-folder.ts'
import { newTag } from '../../src/experiment/history/index-entry.ts'
import { writeSegment } from '../../src/experiment/history/write-segment.ts'
import { scratch, tare } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

/** A history that has these runs in its index; `tare trend` opens no others of its files. */
function history(rows: readonly HistoryRow[]): string {
  const path = space.run()
  const folder = historyFolder(path)
  mkdirSync(folder.index, { recursive: true })
  const entries = rows.map((row) => ({ kind: 'added', tag: newTag(), row }) as const)
  writeSegment(folder, entries, [], new Date(Date.UTC(2026, 10, 1)))
  return path
}

const steps = [[30, 1.12]] as const
const worse = history(nightlyRows({ runs: 50, steps }))
const machines = history([...nightlyRows({ runs: 50, steps }), ...canaryRows({ runs: 50, steps })])

describe('tare trend', () => {
  it('prints where a history changed, and exits 4 only where that is asked for', async () => {
    const { status, stdout } = await tare(['trend', '--history', worse])
    expect(stdout).toContain('000001d..000001e')
    expect(status).toBe(0)
    const failing = await tare(['trend', 'branch:main', '--fail-on-change'], { env: { TARE_HISTORY: worse } })
    expect([failing.status, failing.stderr]).toEqual([4, 'a series changed for the worse: ttft.p50\n'])
  })

  it('lets a change of the machine, one too small, and one too long ago pass', async () => {
    const flags = [
      ['--history', machines],
      ['--history', worse, '--min-magnitude', '20%'],
      ['--history', worse, '--min-magnitude', '1pp', '--metric', 'ttft.p50', '--min-magnitude', '15%'],
    ]
    for (const given of flags) {
      const { status } = await tare(['trend', '--fail-on-change', ...given])
      expect([given, status]).toEqual([given, 0])
    }
    // The clock of these runs is not ours: all of them are a long time off, before or after.
    const { stdout } = await tare(['trend', '--history', worse, '--since', '9999w', '--format', 'json'])
    expect(JSON.parse(stdout).series[0].changes).toHaveLength(1)
  })

  it('prints JSON, CSV and Markdown', async () => {
    const [json, csv, markdown] = await Promise.all(
      ['json', 'csv', 'markdown'].map((format) => tare(['trend', '--history', machines, '--format', format])),
    )
    expect(JSON.parse(json!.stdout)).toMatchObject({ schema: 'tare.trend/1', history: machines })
    expect(csv!.stdout.split('\n')).toHaveLength(102)
    expect(markdown!.stdout).toContain('the machine changed')
  })

  it.each([
    [['--metric', 'ttft.p5'], 'did you mean ttft.p5'],
    [['--min-magnitude', '5'], '--min-magnitude: "5" isn\'t a size'],
    [['--min-magnitude', '-5%'], "isn't a size"],
    [['--min-magnitude', '100%'], "isn't a size"],
    [['--since', '90'], '"90" isn\'t an age'],
    [['brunch:main'], 'did you mean branch?'],
    [['branch:other'], 'none that are branch:other'],
    [['--metric', 'query.p50'], 'none with query.p50'],
    [['--format', 'xml'], 'Allowed choices'],
    [['--history', '/nowhere/at/all'], 'no runs in the history /nowhere/at/all'],
  ])('refuses %j', async (flags, message) => {
    const { status, stderr } = await tare(['trend', '--history', worse, ...flags])
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })

  it('leaves a damaged segment out, and says so', async () => {
    const damaged = history(nightlyRows({ runs: 20 }))
    writeFileSync(join(damaged, 'index', `20261101T000000000Z-${'a'.repeat(24)}.parquet`), 'PAR1 no')
    const { status, stderr, stdout } = await tare(['trend', '--history', damaged])
    expect([status, stdout.includes('ttft.p50')]).toEqual([0, true])
    expect(stderr).toContain('is left out')
  })

  it('goes through ten thousand runs', async () => {
    const large = history(nightlyRows({ runs: 10_000, sd: 0.02, steps: [[9_000, 1.1]] }))
    const { status, stdout } = await tare(['trend', '--history', large, '--format', 'json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout).series[0].changes).toMatchObject([{ runs_before: 9000 }])
  })
})
