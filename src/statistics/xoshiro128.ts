/**
 * Advances the four words of state, and returns 32 random bits as an unsigned integer: xoshiro128** of Blackman &
 * Vigna 2021, "Scrambled linear pseudorandom number generators", ACM TOMS 47:4. The state must not be all zero.
 */
export function nextXoshiro128(state: Uint32Array): number {
  const s1 = state[1]!
  const product = Math.imul(s1, 5)
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
  const s2 = state[2]! ^ state[0]!
  const s3 = state[3]! ^ s1
  state[1] = s1 ^ s2
  state[0] = state[0]! ^ s3
  state[2] = s2 ^ (s1 << 9)
  state[3] = (s3 << 11) | (s3 >>> 21)
  return result
}
