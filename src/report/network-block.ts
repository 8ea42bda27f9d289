import type { Summary } from '../metrics/summary.ts'
import { renderCensusRow } from './census-row.ts'
import { renderFacts } from './fact-line.ts'
import { renderTableHead } from './figure-columns.ts'
import { formatCount, formatDurationNs, formatQuantity } from './format-number.ts'
import type { Style } from './style.ts'
import { renderMark, touchOf } from './touch.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** What a server that closes kept connections costs: nothing where no request met one. */
function resent({ requests_resent: count, resent_share: share }: Summary['network']): readonly string[] {
  if (count === 0) return []
  const ofAll = share === null ? '' : ` (${twoDigitPercent(share)})`
  return [`${formatQuantity(count, 'request')}${ofAll}`, 'the server closes kept connections']
}

/** Round trips, where the kernel says them, connections, and requests that took two. */
export function renderNetwork({ network, verdict }: Summary, style: Style): readonly string[] {
  const each =
    network.connect_ms.mean === null ? '' : ` (${formatDurationNs(network.connect_ms.mean * 1e6)} each)`
  const opened = `${formatCount(network.connections_opened)} opened${each}`
  const roundTrip = {
    label: 'round trip',
    distribution: network.rtt_us,
    scale: { kind: 'time', baseNs: 1e3 },
    touch: touchOf(verdict, ['rtt']),
  } as const
  return [
    ...(network.rtt_us.n === 0
      ? [`  ${style.strong('NETWORK')}`]
      : [renderTableHead('NETWORK', style), renderCensusRow(roundTrip, style)]),
    ...renderFacts(
      'connections',
      [opened, formatQuantity(network.retransmits, 'retransmit')],
      style,
      renderMark(touchOf(verdict, ['connect']), style),
    ),
    ...renderFacts('sent again', resent(network), style),
  ]
}
