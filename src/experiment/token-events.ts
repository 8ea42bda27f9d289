import { Float64List } from '../record/float64-list.ts'

/** One worker's token events in the measured window: parallel lists, in no order. */
export class TokenEvents {
  /** When the server meant it to leave. */
  readonly dueNs: Float64List = new Float64List()
  /** When it came: the kernel's stamp where the sender's write allows it, or else the nearer end of that write. */
  readonly arrivedNs: Float64List = new Float64List()
  /** When the process got to it. */
  readonly userNs: Float64List = new Float64List()

  add(dueNs: number, arrivedNs: number, userNs: number): void {
    this.dueNs.push(dueNs)
    this.arrivedNs.push(arrivedNs)
    this.userNs.push(userNs)
  }
}
