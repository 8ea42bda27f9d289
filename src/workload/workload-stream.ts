/**
 * The random streams that requests' contents are drawn from: `createRandom(seed, stream, index)`. Each has a number
 * that nothing else in a run uses, so that lengths, texts and send times are independent though they share a seed.
 */
export const workloadStream = {
  inputTokens: 0x776b_0001,
  outputTokens: 0x776b_0002,
  textKey: 0x776b_0003,
  text: 0x776b_0004,
  order: 0x776b_0005,
  tensorRun: 0x776b_0006,
  tensorRequest: 0x776b_0007,
} as const
