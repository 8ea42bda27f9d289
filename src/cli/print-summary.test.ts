import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import { starved, suspect } from '../report/fixtures/doubtful-summaries.ts'
import { streamedOpenLoop } from '../report/fixtures/summaries.ts'
import { printSummary } from './print-summary.ts'

function print(summary: Summary, format: string): { status: number; stdout: string; stderr: string } {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const status = printSummary(summary, './runs/x', format, { stdout, stderr, env: {} })
  return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
}

describe('printSummary', () => {
  it.each([
    ['VALID', streamedOpenLoop, 0],
    ['SUSPECT', suspect, 0],
    ['INVALID', starved, 3],
  ])('begins with %s, and its status says so', (word, summary, expected) => {
    const { status, stdout, stderr } = print(summary, 'table')
    expect(stdout.split(/\s/)[0]).toBe(word)
    expect(status).toBe(expected)
    expect(stderr).toBe('')
  })

  it('prints JSON as it is, and says beside it when the run is INVALID', () => {
    expect(JSON.parse(print(starved, 'json').stdout)).toEqual(starved)
    expect(print(starved, 'json')).toMatchObject({
      status: 3,
      stderr: 'INVALID: client-cpu, read-delay (why: verdict.checks; what each is: tare explain CHECK)\n',
    })
    expect(print(suspect, 'json')).toMatchObject({ status: 0, stderr: '' })
  })

  it('has the verdict right after the schema in JSON', () => {
    expect(Object.keys(JSON.parse(print(suspect, 'json').stdout) as Summary).slice(0, 2)).toEqual([
      'schema',
      'verdict',
    ])
  })
})
