import type { Api } from '../api.ts'
import { torchserve } from '../torchserve/index.ts'

/** A workflow of TorchServe (https://pytorch.org/serve/workflows.html): the model is the workflow's name. */
export const torchserveWorkflow: Api = {
  ...torchserve,
  name: 'torchserve-workflow',
  path: '/wfpredict/{model}',
}
