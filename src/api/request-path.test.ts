import { expect, it } from 'vitest'
import { apiByName } from './registry.ts'
import { requestPath } from './request-path.ts'

it.each([
  ['openai-chat', 'org/model', '/v1/chat/completions'],
  ['torchserve', 'resnet-18', '/predictions/resnet-18'],
  ['torchserve', 'resnet-18/2.0', '/predictions/resnet-18/2.0'],
  ['torchserve', 'a b?c#d%é', '/predictions/a%20b%3Fc%23d%25%C3%A9'],
  ['torchserve', '$&$1', '/predictions/%24%26%241'],
  ['torchserve-workflow', 'dog_breed', '/wfpredict/dog_breed'],
  ['kserve-v2', 'mnist', '/v2/models/mnist/infer'],
  ['kserve-v2', 'mnist/versions/2', '/v2/models/mnist/versions/2/infer'],
])('%s of %s', (api, model, path) => {
  expect(requestPath(apiByName(api), model)).toBe(path)
})
