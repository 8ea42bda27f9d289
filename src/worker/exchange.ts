import type { PlannedSend } from '../load/load-plan.ts'
import type { RequestRecord, RequestStatus } from '../record/request-record.ts'

/** What carries an exchange, as far as ending it from outside goes. */
export interface ExchangeCarrier {
  abandon(status: RequestStatus, message: string, atNs: number): void
}

/** A request under way: its bytes, its record as far as it got, and where it is. */
export interface Exchange {
  readonly planned: PlannedSend
  record: RequestRecord
  bytes: Uint8Array
  connection: ExchangeCarrier | undefined
  /** When it times out. */
  deadlineNs: number
  /** Set when it has ended, so that the queue of deadlines can drop it. */
  over: boolean
}
