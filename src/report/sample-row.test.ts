import { describe, expect, it } from 'vitest'
import type { SampledDistribution } from '../metrics/summary.ts'
import { sampled, unsampled } from './fixtures/distributions.ts'
import { renderSampleRow, type SampleRow } from './sample-row.ts'
import { plainStyle, styleFor } from './style.ts'

function render(distribution: SampledDistribution, row: Partial<SampleRow> = {}): readonly string[] {
  return renderSampleRow({ label: 'TTFT', distribution, ...row }, plainStyle)
}

/** The sample with its 99th percentile's resolution changed. */
function withP99(
  sample: SampledDistribution,
  change: Partial<SampledDistribution['resolution']['p99']>,
): SampledDistribution {
  return { ...sample, resolution: { ...sample.resolution, p99: { ...sample.resolution.p99, ...change } } }
}

describe('renderSampleRow', () => {
  it('has the half-widths below the figures, and the instrument’s share beside them', () => {
    expect(render(sampled(4797, 41.3, { spread: 12 }))).toEqual([
      '  TTFT            ms     4797   64.0   41.3    132    178    268    400    496',
      '    instrument ≤ 4 µs           ±0.9   ±0.6     ±4     ±8    ±27   ±130',
    ])
  })

  it('has a dash for each figure that is refused', () => {
    expect(render(sampled(243, 41.3, { vif: 2.6 }))).toEqual([
      '  TTFT            ms      243     45     41     58     66      —      —    124',
      '    instrument ≤ 4 µs             ±4     ±4    ±11    ±18',
    ])
  })

  it('has one line when nothing is resolved, or nothing was measured', () => {
    expect(render(sampled(5, 41.3))).toEqual([
      '  TTFT            ms        5      —      —      —      —      —      —    124',
    ])
    expect(render(unsampled)).toEqual([
      '  TTFT                      0      —      —      —      —      —      —      —',
    ])
  })

  it('gives the instrument’s largest share, rounded up, and says when it isn’t known', () => {
    const share = (instrumentError: number | null): string | undefined =>
      /instrument (.*?) {2}/.exec(
        render(withP99(sampled(4797, 41.3), { instrument_error: instrumentError }))[1]!,
      )?.[1]
    expect(share(0.038_01)).toBe('≤ 39 µs')
    expect(share(1.2)).toBe('≤ 1.2 ms')
    expect(share(null)).toBe('≤ 4 µs')
    const silent = sampled(4797, 41.3)
    const resolution = Object.fromEntries(
      Object.entries(silent.resolution).map(([name, of]) => [name, { ...of, instrument_error: null }]),
    ) as SampledDistribution['resolution']
    expect(render({ ...silent, resolution })[1]).toContain('instrument not known')
  })

  it('bears a mark, and its figures fade when a check that failed touches them', () => {
    const style = styleFor({ isTTY: true }, {})
    const sample = sampled(4797, 41.3)
    expect(render(sample, { touch: 'suspect' })[0]).toMatch(/^\? TTFT /)
    expect(render(sample, { touch: 'invalid' })[0]).toMatch(/^! TTFT /)
    const coloured = renderSampleRow({ label: 'TTFT', distribution: sample, touch: 'invalid' }, style)[0]!
    expect(coloured).toContain('\u001b[31m!\u001b[39m')
    expect(coloured).toContain('\u001b[2m   41.3\u001b[22m')
    expect(coloured).not.toContain('\u001b[1m')
  })

  it('keeps its columns apart in ASCII, where ± takes two', () => {
    const style = styleFor({}, { LANG: 'C' })
    expect(renderSampleRow({ label: 'E2E', distribution: sampled(4797, 1241) }, style)[1]).toBe(
      '    instrument <= 4 us         0.019  0.017 +-0.05 +-0.09 +-0.25  +-1.0',
    )
  })

  it('leaves columns out where the terminal is narrow', () => {
    const style = styleFor({ columns: 58 }, {})
    expect(renderSampleRow({ label: 'TTFT', distribution: sampled(4797, 41.3) }, style)).toEqual([
      '  TTFT            ms     4797   45.4   41.3     83    107',
      '    instrument ≤ 4 µs           ±0.6   ±0.6     ±8    ±34',
    ])
  })
})
