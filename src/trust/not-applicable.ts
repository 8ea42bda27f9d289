import type { Finding } from './check.ts'

/** The finding of a check whose question doesn't arise, or can't be answered from so little. */
export function notApplicable(message: string): Finding {
  return {
    status: 'not_applicable',
    statistic: null,
    threshold: null,
    n: null,
    affects: [],
    message,
    remedy: null,
  }
}
