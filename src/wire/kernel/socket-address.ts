import type { Endpoint } from '../endpoint.ts'

export const AF_UNIX = 1
const AF_INET = 2
const AF_INET6 = 10

/** The address family of an endpoint's socket. */
export function addressFamily(endpoint: Endpoint): number {
  if (endpoint.kind === 'unix') return AF_UNIX
  return endpoint.family === 4 ? AF_INET : AF_INET6
}

/** Longest path of a unix socket: sun_path holds 108 bytes with its closing zero (unix(7)). */
const maxUnixPathBytes = 107

/**
 * Writes the struct sockaddr of an endpoint (ip(7), ipv6(7), unix(7)) and returns its length in bytes.
 * Throws RangeError for a unix path that doesn't fit.
 */
export function writeSocketAddress(endpoint: Endpoint, bytes: Buffer, offset: number): number {
  bytes.fill(0, offset, offset + 128)
  bytes.writeUInt16LE(addressFamily(endpoint), offset)
  if (endpoint.kind === 'unix') {
    const length = Buffer.byteLength(endpoint.path)
    if (length > maxUnixPathBytes)
      throw new RangeError(`unix socket path has ${length} bytes, at most ${maxUnixPathBytes} fit`)
    bytes.write(endpoint.path, offset + 2)
    return 2 + length + 1
  }
  bytes.writeUInt16BE(endpoint.port, offset + 2)
  if (endpoint.family === 4) {
    bytes.set(ipv4Bytes(endpoint.address), offset + 4)
    return 16
  }
  const [address = '', zone] = endpoint.address.split('%')
  bytes.set(ipv6Bytes(address), offset + 8)
  if (zone !== undefined) bytes.writeUInt32LE(Number(zone), offset + 24)
  return 28
}

function ipv4Bytes(address: string): readonly number[] {
  return address.split('.').map(Number)
}

/** RFC 4291 2.2: eight groups, one run of zeros as `::`, the last two groups perhaps as dotted IPv4. */
function ipv6Bytes(address: string): readonly number[] {
  const [head = '', tail] = address.split('::')
  const front = groupBytes(head)
  if (tail === undefined) return front
  const back = groupBytes(tail)
  return [...front, ...Array<number>(16 - front.length - back.length).fill(0), ...back]
}

function groupBytes(groups: string): readonly number[] {
  if (groups === '') return []
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return ipv4Bytes(group)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}
