import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isKnownName, knownEngines, knownGpuExporters } from './known-engines.ts'

/** Every text in a table that is a metric's name. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(namesIn) : []
}

const names = [
  ...knownEngines.flatMap(({ gauges, counters, latencies, batch }) =>
    namesIn([gauges, counters, latencies, batch]),
  ),
  ...knownGpuExporters.flatMap(({ gauges, energy }) => namesIn([gauges, energy])),
].filter((name) => /^(\w+:|tgi_|nv_|ts_|model_infer_|DCGM_|GPU)/.test(name))

describe('the tables of names', () => {
  it('are read, every one of them', () => {
    expect(names.length).toBeGreaterThan(70)
    expect(names.filter((name) => !isKnownName(name))).toEqual([])
  })

  it('stand in docs/server-figures.md', () => {
    const text = readFileSync(new URL('../../../docs/server-figures.md', import.meta.url), 'utf8')
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })

  it('know no name of anyone else', () => {
    const others = ['up', 'process_cpu_seconds_total', 'python_info', 'go_goroutines', 'http_requests_total']
    expect(others.filter(isKnownName)).toEqual([])
  })
})
