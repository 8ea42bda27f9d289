/** A refusal, in the form of OpenAI's API (platform.openai.com/docs/guides/error-codes) with vLLM's error types. */
export interface OpenAiError {
  readonly status: number
  readonly message: string
  readonly type: string
  readonly param: string | null
  readonly code: string | number | null
}

export function openAiErrorBody(error: OpenAiError): string {
  const { message, type, param, code } = error
  return JSON.stringify({ error: { message, type, param, code } })
}

export function badRequest(message: string, param: string | null = null): OpenAiError {
  return { status: 400, message, type: 'invalid_request_error', param, code: 400 }
}

export function modelNotFound(model: string): OpenAiError {
  const message = `The model \`${model}\` does not exist.`
  return { status: 404, message, type: 'NotFoundError', param: 'model', code: 'model_not_found' }
}

export const unauthorized: OpenAiError = {
  status: 401,
  message: 'Incorrect API key provided.',
  type: 'invalid_request_error',
  param: null,
  code: 'invalid_api_key',
}

export function injectedError(status: number): OpenAiError {
  const type = status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error'
  return { status, message: `Injected fault: HTTP status ${status}.`, type, param: null, code: status }
}
