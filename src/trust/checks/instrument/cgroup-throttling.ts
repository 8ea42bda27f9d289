import type { Check } from '../../check.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { totalGrowth, windowPeriods } from './window-periods.ts'

export const cgroupThrottling: Check = {
  id: 'cgroup-throttling',
  group: 'instrument',
  title: 'No CPU limit held the client back',
  tests:
    'A container over its CPU limit is stopped until the period’s end, up to 100 ms at a time, and everything in it with it: sends come late, replies lie unread, and a simulator or server in the same container stands still as well. Kernel stamps stay right; what was sent, and when, doesn’t.',
  formula: 'growth of host_throttled_us over the measured window; above 0 suspect',
  source: 'cpu.stat of the cgroup and of all above it (Linux, Documentation/admin-guide/cgroup-v2.rst).',
  judge({ host, measured }) {
    const periods = host === null ? [] : windowPeriods(host.atNs, measured.window)
    if (host === null || periods.length === 0) return notApplicable('the machine wasn’t sampled')
    const throttledUs = totalGrowth(host.throttledUs, periods)
    if (Number.isNaN(throttledUs)) return notApplicable('no cgroup says whether it was throttled')
    const n = periods.length
    if (throttledUs <= 0) return passed(0, 0, n, 'no CPU limit was reached')
    const share = (throttledUs * 1e3) / periods.reduce((sum, i) => sum + host.atNs[i]! - host.atNs[i - 1]!, 0)
    return {
      status: 'suspect',
      statistic: throttledUs,
      threshold: 0,
      n,
      affects: ['*'],
      message: `the CPU limit of the client’s cgroup held it back for ${duration(throttledUs * 1e3)}, ${percent(share)} of the time`,
      remedy: 'Raise the container’s CPU limit or take it away, or use fewer --workers than it allows cores.',
    }
  },
}
