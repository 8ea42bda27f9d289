import type { Plan } from '../../plan/plan.ts'
import type { AbSideName } from './ab-progress.ts'
import type { AbTask } from './ab-task.ts'

/**
 * The plan whose server must be gone before a run of this side: one that Tare starts for each run needn't stand beside the other, which
 * may need the accelerator that it has. Null where none must; at one address the pool of servers sees to it.
 */
export function serverInTheWay({ a, b }: Pick<AbTask, 'a' | 'b'>, side: AbSideName): Plan | null {
  const other = (side === 'a' ? b : a).plan
  if (other.server?.kind !== 'command' || other.server.restart !== 'cell') return null
  return a.plan.target.url === b.plan.target.url ? null : other
}
