/**
 * A run's name: when it began, in UTC, and 24 random bits, so that names sort by time and two runs of one second
 * differ: `20261121-175001-4f9c2a`.
 */
export function createRunId(startedAt: Date, random: number): string {
  const time = startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  const suffix = Math.floor(random * 2 ** 24)
    .toString(16)
    .padStart(6, '0')
  return `${time}-${suffix}`
}
