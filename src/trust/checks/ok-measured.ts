import type { Evidence } from '../evidence.ts'
import { statusCode } from '../request-table.ts'

/** Positions in the table of the measured requests that went well. */
export function okMeasured({ requests }: Evidence): number[] {
  const { status, measured } = requests.columns
  const ok = statusCode('ok')
  const positions: number[] = []
  for (let i = 0; i < requests.length; i++) if (status[i] === ok && measured[i] === 1) positions.push(i)
  return positions
}
