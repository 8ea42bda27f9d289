/** The one model of a workflow: TorchServe names those `WORKFLOW__NODE`. */
export function workflowModelName(workflow: string): string {
  return `${workflow}__model`
}
