import type { Summary } from '../metrics/summary.ts'

/** Whether there is something to say of tokens: replies were streamed, or somebody counted. */
export function hasTokens({ target, tokens }: Summary): boolean {
  return target.stream || tokens.source.usage > 0 || tokens.source.events > 0
}
