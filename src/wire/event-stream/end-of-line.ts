const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Index of the first LF or CR in `bytes[start, end)`, or `end`. `view` must be over the same memory as `bytes`.
 *
 * Reads eight bytes a step, as two 32-bit words x. Both line ends are below 14, and a word holds a byte below 14
 * exactly when (x − 0x0e0e0e0e) & ~x & 0x80808080 isn't 0: subtracting 14 sets the top bit of a byte that was below 14
 * or at least 142; ~x takes out the latter, whose top bit was set before; a borrow can only come from a byte below 14.
 */
export function endOfLine(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  const lastStep = end - 8
  let at = start
  while (at < end) {
    while (at <= lastStep) {
      const low = view.getInt32(at, true)
      const high = view.getInt32(at + 4, true)
      if (((((low - 0x0e0e0e0e) & ~low) | ((high - 0x0e0e0e0e) & ~high)) & 0x80808080) !== 0) break
      at += 8
    }
    const stop = Math.min(at + 8, end)
    for (; at < stop; at++) {
      const byte = bytes[at]
      if (byte === lineFeed || byte === carriageReturn) return at
    }
  }
  return end
}
