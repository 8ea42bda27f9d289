import koffi from 'koffi'

/**
 * The system calls of the kernel transport, called through libc. Pointers to Tare's own structures are passed as
 * addresses (numbers below 2^53), which costs koffi nothing to convert; `data` pointers take a Uint8Array.
 * `int64_t` and `intptr_t` stand in for size_t and ssize_t.
 */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number
  connect(fd: number, address: number, length: number): number
  setsockopt(fd: number, level: number, name: number, value: number, length: number): number
  getsockopt(fd: number, level: number, name: number, value: number, length: number): number
  send(fd: number, data: Uint8Array, length: number, flags: number): number
  recvmsg(fd: number, message: number, flags: number): number
  close(fd: number): number
  epollCreate1(flags: number): number
  epollCtl(epoll: number, operation: number, fd: number, event: number): number
  /** epoll_pwait2(2): the timeout is a timespec; through syscall(2), since older C libraries lack it. */
  epollPwait2(
    number: number,
    epoll: number,
    events: number,
    maxEvents: number,
    timeout: number,
    signals: number,
    signalsSize: number,
  ): number
  epollWait(epoll: number, events: number, maxEvents: number, timeoutMs: number): number
  prctl(option: number, a: number, b: number, c: number, d: number): number
  schedSetaffinity(pid: number, size: number, mask: number): number
  errno(): number
}

let loaded: Libc | undefined

/** The C library. Throws when there is none that koffi can load (not Linux, or an unknown C library). */
export function libc(): Libc {
  loaded ??= loadLibc()
  return loaded
}

function loadLibc(): Libc {
  if (process.platform !== 'linux')
    throw new Error(`the kernel transport needs Linux, not ${process.platform}`)
  const library = openFirst(['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'])
  return {
    socket: library.func('socket', 'int', ['int', 'int', 'int']),
    connect: library.func('connect', 'int', ['int', 'intptr_t', 'uint32_t']),
    setsockopt: library.func('setsockopt', 'int', ['int', 'int', 'int', 'intptr_t', 'uint32_t']),
    getsockopt: library.func('getsockopt', 'int', ['int', 'int', 'int', 'intptr_t', 'intptr_t']),
    send: library.func('send', 'int64_t', ['int', 'void *', 'int64_t', 'int']),
    recvmsg: library.func('recvmsg', 'int64_t', ['int', 'intptr_t', 'int']),
    close: library.func('close', 'int', ['int']),
    epollCreate1: library.func('epoll_create1', 'int', ['int']),
    epollCtl: library.func('epoll_ctl', 'int', ['int', 'int', 'int', 'intptr_t']),
    epollPwait2: library.func('syscall', 'int64_t', [
      'int64_t',
      'int',
      'intptr_t',
      'int',
      'intptr_t',
      'intptr_t',
      'int64_t',
    ]),
    epollWait: library.func('epoll_wait', 'int', ['int', 'intptr_t', 'int', 'int']),
    prctl: library.func('prctl', 'int', ['int', 'int64_t', 'int64_t', 'int64_t', 'int64_t']),
    schedSetaffinity: library.func('sched_setaffinity', 'int', ['int', 'int64_t', 'intptr_t']),
    errno: () => koffi.errno(),
  }
}

function openFirst(names: readonly string[]): ReturnType<typeof koffi.load> {
  let failure: unknown
  for (const name of names) {
    try {
      return koffi.load(name)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
