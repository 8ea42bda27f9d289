import type { InconclusivePolicy, MissingBaselinePolicy } from '../../plan/gate.ts'

export const vanishedPolicies = ['fail', 'warn'] as const
export type VanishedPolicy = (typeof vanishedPolicies)[number]

/** What becomes of what is neither a pass nor a fail. */
export interface GatePolicy {
  readonly inconclusive: InconclusivePolicy
  readonly missingBaseline: MissingBaselinePolicy
  /** Cells that only the baseline has. */
  readonly vanished: VanishedPolicy
  /** Compare what isn't comparable. An INVALID run stays invalid. */
  readonly force: boolean
}

export const gateContexts = ['pr', 'release'] as const
export type GateContext = (typeof gateContexts)[number]

/** A pull request goes on with a warning, and its author can measure more; a release doesn't. */
export function inconclusiveDefault(context: GateContext): InconclusivePolicy {
  return context === 'pr' ? 'warn' : 'fail'
}

/** A pull request of GitHub's or a merge request of GitLab's, by the variables that their runners set; else a release. */
export function contextOf(environment: Readonly<Record<string, string | undefined>>): GateContext {
  const { GITHUB_EVENT_NAME: event = '', CI_MERGE_REQUEST_IID: mergeRequest = '' } = environment
  return /^pull_request(_target)?$/.test(event) || mergeRequest !== '' ? 'pr' : 'release'
}
