import type { NetworkFigures } from '../network-figures.ts'
import type { Libc } from './libc.ts'
import { layout, type NativeMemory } from './native-memory.ts'

const IPPROTO_TCP = 6
const TCP_INFO = 11

/* Offsets into struct tcp_info (linux/tcp.h), which only ever grows. */
const rttUs = (layout.option + 68) / 4
const totalRetransmits = (layout.option + 100) / 4
const minRttUs = (layout.option + 148) / 4

/** Round-trip times and retransmits of a TCP connection; undefined for other sockets. */
export function readTcpInfo(libc: Libc, memory: NativeMemory, fd: number): NetworkFigures | undefined {
  memory.int32[layout.optionLength / 4] = layout.optionBytes
  const { address, int32 } = memory
  const result = libc.getsockopt(
    fd,
    IPPROTO_TCP,
    TCP_INFO,
    address + layout.option,
    address + layout.optionLength,
  )
  if (result !== 0 || int32[layout.optionLength / 4]! < 152) return undefined
  return {
    rttNs: int32[rttUs]! * 1000,
    minRttNs: int32[minRttUs]! * 1000,
    retransmits: int32[totalRetransmits]!,
  }
}
