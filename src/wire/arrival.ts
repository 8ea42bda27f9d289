/**
 * When bytes came. `atNs` is when the kernel had them (source 'kernel') or when the process read them (source
 * 'user'); `observedNs` is when the process read them. Times are nanoseconds since the run's epoch.
 *
 * `errorBoundNs` is the most by which `atNs` can be later than the true arrival of any event that the bytes
 * complete. With a kernel stamp it is 0 for a read that completes exactly one event and ends with it
 * (`soleEventErrorBoundNs`), because the stamp is that of the last segment consumed; any further event of the
 * same read came after the socket was last seen empty, which bounds its error (docs/accuracy.md).
 */
export interface Arrival {
  readonly atNs: number
  readonly observedNs: number
  readonly source: 'kernel' | 'user'
  readonly errorBoundNs: number
  readonly soleEventErrorBoundNs: number
}
