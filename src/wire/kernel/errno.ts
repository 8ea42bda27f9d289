import { constants } from 'node:os'

const names = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]))

/** The name of an errno value: ECONNREFUSED for 111 on Linux. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? `errno ${errno}`
}

export const EAGAIN: number = constants.errno.EAGAIN
export const EINPROGRESS: number = constants.errno.EINPROGRESS
export const EINTR: number = constants.errno.EINTR
export const ENOSYS: number = constants.errno.ENOSYS
