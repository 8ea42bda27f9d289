import type { Check } from '../../check.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { figureLabel, hasUserStamps, measuredLatencies, probabilityOf } from './touched-latencies.ts'
import { growth, totalGrowth, windowPeriods } from './window-periods.ts'

const suspect = 0.05

export const gcPauses: Check = {
  id: 'gc-pauses',
  group: 'instrument',
  title: 'Garbage collection didn’t touch the figures',
  tests:
    'The loop stands still while its memory is collected. With user-space stamps a token that comes meanwhile is stamped late by up to the pause; such tokens are as large a share of all as the pauses are of the time, and move the quantiles beyond that share. With kernel stamps nothing is moved.',
  formula:
    's = growth of gc_ns / time over the measured window, worst worker; user-space stamps: of every reported quantile with 1 − p < s, the median of gc_longest_ns (periods with a collection) / that quantile; above 5 % suspect. Kernel stamps: ok',
  source: 'Collections are timed by V8 (v8.GCProfiler).',
  judge({ measured, workers }) {
    const told = workers.flatMap(({ atNs, gcNs, gcLongestNs }) => {
      const periods = windowPeriods(atNs, measured.window)
      const timeNs = periods.reduce((sum, i) => sum + growth(atNs, i), 0)
      const share = totalGrowth(gcNs, periods) / timeNs
      const pauses = periods.map((i) => gcLongestNs[i]!).filter((pause) => pause > 0)
      return Number.isFinite(share)
        ? [{ share, pauses: pauses.sort((a, b) => a - b), n: periods.length }]
        : []
    })
    const [first] = told
    if (first === undefined) return notApplicable('the workers don’t tell their collections')
    const worst = told.reduce((a, b) => (b.share > a.share ? b : a))
    const n = told.reduce((sum, worker) => sum + worker.n, 0)
    const pauseNs = worst.pauses[Math.floor(worst.pauses.length / 2)] ?? 0
    const longestNs = Math.max(0, ...told.map(({ pauses }) => pauses.at(-1) ?? 0))
    const seen = `collections took ${percent(worst.share)} of the time, the longest ${duration(longestNs)}`
    if (!hasUserStamps(measured))
      return passed(worst.share, null, n, `${seen}; kernel stamps don’t wait for them`)
    const touched = measuredLatencies(measured).flatMap(({ name, weight }) =>
      Object.entries(probabilityOf).flatMap(([figure, p]) => {
        const key = figure as keyof typeof probabilityOf
        const latency = measured.latency_ms[name as keyof typeof measured.latency_ms]
        const valueMs = latency[key]
        if (latency.resolution[key].ci95 === null || valueMs === null || valueMs <= 0 || 1 - p >= worst.share)
          return []
        return [{ name, figure: figureLabel(key), ratio: (pauseNs * weight) / (valueMs * 1e6) }]
      }),
    )
    const top = touched.reduce<(typeof touched)[number] | undefined>(
      (a, b) => (a === undefined || b.ratio > a.ratio ? b : a),
      undefined,
    )
    if (top === undefined || top.ratio <= suspect) return passed(top?.ratio ?? 0, suspect, n, seen)
    return {
      status: 'suspect',
      statistic: top.ratio,
      threshold: suspect,
      n,
      affects: [...new Set(touched.filter(({ ratio }) => ratio > suspect).map(({ name }) => name))],
      message: `${seen}: a pause of ${duration(pauseNs)} is ${percent(top.ratio)} of ${top.name} ${top.figure}, and more tokens than lie beyond that meet one`,
      remedy: 'Use the kernel’s stamps (--transport kernel, Linux), or more --workers.',
    }
  },
}
