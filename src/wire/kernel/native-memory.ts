import koffi from 'koffi'

/**
 * Memory that never moves, for what the kernel reads and writes. (V8 keeps typed arrays of up to 64 bytes on its
 * own heap and moves them, so that a pointer to one goes stale at the next collection.)
 *
 * One block holds every structure of the reactor; the offsets below are bytes into it.
 */
export interface NativeMemory {
  /** Address of byte 0. */
  readonly address: number
  readonly bytes: Buffer
  readonly int32: Int32Array
  readonly free: () => void
}

export const layout = {
  /** struct timespec: timeout of epoll_pwait2. */
  timeout: 0,
  /** struct epoll_event for epoll_ctl. */
  control: 32,
  /** struct iovec, and the struct msghdr that points to it. */
  iovec: 64,
  message: 96,
  /** Control messages of recvmsg. */
  ancillary: 192,
  ancillaryBytes: 256,
  /** Value and length of a socket option; TCP_INFO is the largest. */
  option: 512,
  optionBytes: 256,
  optionLength: 768,
  /** struct sockaddr_in, _in6 or _un. */
  socketAddress: 784,
  /** cpu_set_t of 1024 bits. */
  cpuSet: 1024,
  events: 4096,
  maxEvents: 1024,
  receive: 20480,
  receiveBytes: 262144,
} as const

const totalBytes = layout.receive + layout.receiveBytes

export function allocateNativeMemory(): NativeMemory {
  const pointer: unknown = koffi.alloc('uint8_t', totalBytes)
  const buffer = koffi.view(pointer, totalBytes)
  const bytes = Buffer.from(buffer)
  bytes.fill(0)
  return {
    address: Number(koffi.address(pointer)),
    bytes,
    int32: new Int32Array(buffer),
    free: () => koffi.free(pointer),
  }
}
