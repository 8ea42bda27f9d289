import { seedOfBlock } from '../../plan/matrix/seed-of-block.ts'
import type { Plan } from '../../plan/plan.ts'

/** Seeds that A and B share in a block. */
export interface BlockSeeds {
  readonly load: number
  readonly workload: number
  /** Null where neither has a background. */
  readonly background: { readonly load: number; readonly workload: number } | null
}

/** A block's own: those of A's plan, each moved on, so that every block has other times, prompts and lengths. */
export function blockSeeds(a: Plan, b: Plan, block: number): BlockSeeds {
  const background = a.background ?? b.background
  return {
    load: seedOfBlock(a.load.seed, block),
    workload: seedOfBlock(a.workload.seed, block),
    background:
      background === null
        ? null
        : {
            load: seedOfBlock(background.load.seed, block),
            workload: seedOfBlock(background.workload.seed, block),
          },
  }
}

/** The plan of one of a block's runs. */
export function blockPlan(plan: Plan, seeds: BlockSeeds, dir: string): Plan {
  const { load, workload, background, output } = plan
  return {
    ...plan,
    load: { ...load, seed: seeds.load },
    workload: { ...workload, seed: seeds.workload },
    background:
      background === null || seeds.background === null
        ? background
        : {
            ...background,
            load: { ...background.load, seed: seeds.background.load },
            workload: { ...background.workload, seed: seeds.background.workload },
          },
    output: { ...output, dir },
  }
}
