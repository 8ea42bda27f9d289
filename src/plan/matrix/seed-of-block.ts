/** Another seed for each block of runs: an odd step through the seeds, so that none comes twice in 3 million. */
export function seedOfBlock(seed: number, block: number): number {
  return (seed + block * 2_654_435_761) % Number.MAX_SAFE_INTEGER
}
