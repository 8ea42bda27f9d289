import type { Clock } from '../../time/clock.ts'

/** What the sockets of one portable loop share. */
export interface PortableContext extends Clock {
  readonly receiveBuffer: Buffer
  /** To be called first in every socket event: notes the loop's turn. Returns the time. */
  turned(): number
  /** Since when what is read now can have been waiting unseen. */
  unseenSinceNs(): number
  countRead(): void
}
