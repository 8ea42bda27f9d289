import type { Api } from './api.ts'

/**
 * The path of a model's requests below the base URL. The model's name is percent-encoded but for its slashes, so that a
 * version can be part of it: `resnet/2.0` is /predictions/resnet/2.0, `resnet/versions/2` /v2/models/resnet/versions/2/infer.
 */
export function requestPath(api: Api, model: string): string {
  return api.path.replace('{model}', () => model.split('/').map(encodeURIComponent).join('/'))
}
