import type { Replicate } from './bootstrap.ts'
import { type ClassName, classNames, type ScalingClass, type ScalingShape } from './scaling-report.ts'
import { classOf } from './shape.ts'

/** A class that fewer of the replicates have is undecided. */
const decidedFrom = 0.9

/** The class that most replicates have, if nearly all have it. */
export function scalingClass(shape: ScalingShape, replicates: readonly Replicate[]): ScalingClass {
  if (replicates.length === 0) {
    const reason = 'hardly any load was measured more than once, so nothing says how sure it is'
    return { state: 'refused', reason, looks_like: classOf(shape) }
  }
  const names = replicates.map((replicate) => classOf(replicate.shape))
  const shareOf = (name: ClassName): number => names.filter((other) => other === name).length / names.length
  const shares = {
    linear: shareOf('linear'),
    'sub-linear': shareOf('sub-linear'),
    contention: shareOf('contention'),
    retrograde: shareOf('retrograde'),
  }
  const [most, next] = classNames.toSorted((a, b) => shares[b] - shares[a])
  return shares[most!] >= decidedFrom
    ? { state: 'decided', name: most!, confidence: shares[most!], shares }
    : { state: 'undecided', between: [most!, next!], shares }
}
