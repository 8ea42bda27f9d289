import { parseExtraBody } from '../extra-body.ts'
import { forFlag } from '../for-flag.ts'
import { parseHeaders } from '../headers.ts'
import { planKeys } from '../keys/plan-keys.ts'
import { parseShapes } from '../parse-shape.ts'
import type { RunFlags } from '../run-flags.ts'
import { type PlanContent, withValue } from './plan-content.ts'

/** What flags say, as a plan file would. Throws TareError('usage'). */
export function contentOfFlags(flags: RunFlags): PlanContent {
  let content: PlanContent = {}
  for (const { path, field } of planKeys) {
    if (field === null || flags[field] === undefined) continue
    content = withValue(content, path.split('.'), valueOfFlag(flags, field))
  }
  return content
}

function valueOfFlag(flags: RunFlags, field: keyof RunFlags): unknown {
  if (field === 'header') return forFlag('--header', () => parseHeaders(flags.header ?? []))
  if (field === 'shape') return forFlag('--shape', () => parseShapes(flags.shape ?? []))
  if (field === 'extraBody') return parseExtraBody(flags.extraBody ?? '')
  return flags[field]
}
