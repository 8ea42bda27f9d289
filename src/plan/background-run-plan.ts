import type { BackgroundPlan, Plan } from './plan.ts'

/** Stands for no end where a load must have one: the run that it is beside ends it. */
export const endlessRequests = 1_000_000_000

/** The folder of the background's own run, in that of the measured one. */
export const backgroundFolderName = 'background'

/** The background of a plan as a plan of its own: nothing of it is measured by the server's figures or held to objectives. */
export function backgroundRunPlan(plan: Plan, background: BackgroundPlan): Plan {
  const { workers, ...same } = background
  return {
    ...plan,
    ...same,
    server: null,
    background: null,
    scrape: null,
    client: { ...plan.client, workers },
    objectives: [],
    gate: null,
    output: { ...plan.output, dir: `${plan.output.dir}/${backgroundFolderName}`, label: null },
  }
}
