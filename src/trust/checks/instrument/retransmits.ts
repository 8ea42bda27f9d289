import type { Check } from '../../check.ts'
import { counted, listed, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { figureLabel, highestReported, probabilityOf } from './touched-latencies.ts'

export const retransmits: Check = {
  id: 'retransmits',
  group: 'instrument',
  title: 'The network lost too little to be seen',
  tests:
    'A segment of a request that the network loses is sent again after the retransmission timeout, 200 ms or more, and all of that is in TTFT and E2E. When a larger share of requests had one than lies beyond a quantile, the quantile is the network’s rather than the server’s.',
  formula:
    'share of measured requests with retransmits > 0 above 1 − p, p the highest quantile that is reported: suspect. Losses on the server’s side of a reply can’t be counted by the client',
  source: 'TCP_INFO, tcpi_total_retrans (tcp(7)); RFC 6298 for the timeout.',
  judge({ requests, measured }) {
    const { columns, length } = requests
    let known = 0
    let hit = 0
    for (let i = 0; i < length; i++) {
      if (columns.measured[i] !== 1 || Number.isNaN(columns.retransmits[i]!)) continue
      known++
      if (columns.retransmits[i]! > 0) hit++
    }
    if (known === 0) return notApplicable('this transport can’t see retransmissions')
    const share = hit / known
    const highest = highestReported(measured)
    const threshold = 1 - highest
    const seen =
      hit === 0
        ? 'no segment of a request was lost'
        : `${counted(hit, 'request')} of ${known} had a segment sent again`
    if (share <= threshold) return passed(share, threshold, known, seen)
    const quantiles = Object.entries(probabilityOf)
      .filter(([, p]) => p <= highest && share > 1 - p)
      .map(([figure]) => figureLabel(figure as keyof typeof probabilityOf))
    return {
      status: 'suspect',
      statistic: share,
      threshold,
      n: known,
      affects: ['ttft', 'ttfat', 'ntpot', 'e2e', 'ttft_from_plan', 'e2e_from_plan'],
      message: `${seen} (${percent(share)}): ${listed(quantiles)} of their latencies can be the network’s`,
      remedy:
        'Mend the path, or measure from nearer to the server: min_rtt_ns of the records says how far it is.',
    }
  },
}
