/** What to ask the server for. */
export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'messages'; readonly messages: readonly ChatMessage[] }
  /** A request's whole body, made once for all requests that send it, with its CRC-32. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly crc32: number }
  /** For models that take no text. */
  | { readonly kind: 'tensors'; readonly tensors: readonly Tensor[] }

export interface TensorSpec {
  readonly name: string
  /** By KServe's names: FP32, INT64, BYTES … */
  readonly datatype: string
  readonly shape: readonly number[]
}

export interface Tensor extends TensorSpec {
  /** Its elements as a JSON array, row by row. Valid until the next prompt is made. */
  readonly data: Uint8Array
}

/** A message as the data file has it; fields that Tare doesn't know are sent as they are. */
export interface ChatMessage {
  readonly role: string
  readonly content: unknown
  readonly [field: string]: unknown
}

/** One request's content. */
export interface WorkItem {
  readonly prompt: Prompt
  /** Output tokens to ask for; undefined leaves the length to the server. */
  readonly outputTokens: number | undefined
}

/** Makes the content of the request with this index. The same seed and index give the same content, in any process. */
export type Workload = (index: number) => WorkItem
