import { checkGate } from '../check-gate.ts'
import { inconclusivePolicies, missingBaselinePolicies } from '../gate.ts'
import { readText } from '../plan-value.ts'
import { anyText, choiceOf, listKind } from './key-kinds.ts'
import { type PlanKey, planKey } from './plan-key.ts'

/** What `tare gate` holds the run to; nothing of it changes the run. */
export const gateKeys: readonly PlanKey[] = [
  planKey({
    path: 'gate.baseline',
    kind: anyText,
    default: 'what `tare gate --baseline` says',
    description:
      'What to compare with: a run, a folder of repeats, a sweep, or a label, branch or window of the history.',
    example: 'branch:main,latest:5',
  }),
  planKey({
    path: 'gate.max_regression',
    kind: listKind('list of gates', { type: 'string' }, readText(checkGate)),
    default: 'none',
    description:
      'How much worse than the baseline a metric may be: `%` of it, of goodput and error_rate points.',
    example: ['ttft.p99 5%', 'output_tokens_per_s 3%', 'error_rate 0.5pp'],
  }),
  planKey({
    path: 'gate.inconclusive',
    kind: choiceOf(inconclusivePolicies),
    default: '`warn` on a pull request, else `fail`',
    description: 'What becomes of a gate that is neither passed nor failed.',
    example: 'fail',
  }),
  planKey({
    path: 'gate.missing_baseline',
    kind: choiceOf(missingBaselinePolicies),
    default: '`fail`',
    description: 'What becomes of a run without a baseline; `seed` adds it to the history as the first.',
    example: 'seed',
  }),
]
