/** What the kernel knows of a TCP connection (Linux: getsockopt TCP_INFO, tcp(7)). */
export interface NetworkFigures {
  /** Smoothed round-trip time. */
  readonly rttNs: number
  /** Lowest round-trip time seen. */
  readonly minRttNs: number
  /** Segments retransmitted since the connection was opened. */
  readonly retransmits: number
}
