import type { Check } from './check.ts'

/** Every check, in the order in which a verdict lists them. */
export const checks: readonly Check[] = []
