/**
 * When bytes came. `atNs` is when the kernel had them (source 'kernel') or when the process read them (source
 * 'user'); `observedNs` is when the process read them. Times are nanoseconds since the run's epoch.
 *
 * `errorBoundNs` is the most by which `atNs` can be later than the true arrival of any event that the bytes
 * complete: whatever was read came after the socket was last seen empty. A kernel stamp is that of the last segment
 * consumed, so for an event whose end is the end of the read it is exact: `lastEventErrorBoundNs` (docs/accuracy.md).
 */
export interface Arrival {
  readonly atNs: number
  readonly observedNs: number
  readonly source: 'kernel' | 'user'
  readonly errorBoundNs: number
  readonly lastEventErrorBoundNs: number
}
