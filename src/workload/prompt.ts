/** What to ask the server for. */
export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'messages'; readonly messages: readonly ChatMessage[] }

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
