import type { Check } from '../../check.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { totalGrowth, windowPeriods } from './window-periods.ts'

const suspect = 0.01
/** Ticks of 10 ms: with fewer of them a share of 1 % is a single tick. */
const leastTotalUs = 2e6

export const cpuSteal: Check = {
  id: 'cpu-steal',
  group: 'instrument',
  title: 'The hypervisor gave the client its cores',
  tests:
    'While the hypervisor runs another guest on a core, nothing on it runs: no read, no send, and no stamp, since the guest’s kernel makes it. Such time is in the latencies, looks like the server’s, and no bound can contain it.',
  formula:
    'growth of host_steal_us / growth of host_cpu_total_us over the measured window; above 1 % suspect',
  source: 'proc_stat(5), steal.',
  judge({ host, measured }) {
    const periods = host === null ? [] : windowPeriods(host.atNs, measured.window)
    if (host === null || periods.length === 0) return notApplicable('the machine wasn’t sampled')
    const totalUs = totalGrowth(host.cpuTotalUs, periods)
    const share = totalGrowth(host.stealUs, periods) / totalUs
    if (!Number.isFinite(share)) return notApplicable('the machine doesn’t tell its steal')
    if (totalUs < leastTotalUs) return notApplicable('too short: steal is counted in ticks of 10 ms')
    const n = periods.length
    const seen = `the hypervisor gave ${percent(share)} of the cores’ time to others`
    if (share <= suspect) return passed(share, suspect, n, seen)
    return {
      status: 'suspect',
      statistic: share,
      threshold: suspect,
      n,
      affects: ['*'],
      message: `${seen}, which looks like the server’s time`,
      remedy: 'Measure from a machine with cores of its own: bare metal, or a dedicated instance.',
    }
  },
}
