import type { Prompt } from '../workload/prompt.ts'

export interface EncodeOptions {
  readonly model: string
  readonly stream: boolean
  /** Most tokens to generate; undefined leaves it to the server. */
  readonly maxTokens?: number
  /** Ask the server to generate exactly `maxTokens` (an extension that vLLM, SGLang and llama.cpp know). */
  readonly ignoreEos: boolean
  /** Sent as they are, over everything else. */
  readonly extraBody?: Readonly<Record<string, unknown>>
}

export interface Usage {
  readonly inputTokens: number | undefined
  readonly outputTokens: number | undefined
  readonly reasoningTokens: number | undefined
  readonly cachedTokens: number | undefined
}

/** What one event of a reply says. An event may say several things. A text is never empty. */
export type Delta =
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'tool_call'; readonly text: string }
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'error'; readonly message: string }
  /** `finishReason` as the server spells it; undefined for the end-of-stream mark ([DONE]). */
  | { readonly kind: 'end'; readonly finishReason: string | undefined }

/** How a server is spoken to. Pure: bytes in, bytes out. */
export interface Api {
  readonly name: string
  /** Path below the target's base URL, in which `{model}` stands for the model (`requestPath`): `/v1/chat/completions`. */
  readonly path: string
  /** Media type of the bodies that `encode` makes. */
  readonly contentType: string
  /**
   * How a reply comes: `streamed` in events if asked to; `whole` in one piece, for `decodeBody`; `opaque` in one piece of
   * which only an error's is read.
   */
  readonly replies: 'streamed' | 'whole' | 'opaque'
  /** The request's body: a text is sent as UTF-8, and bytes must not change afterwards. */
  encode(prompt: Prompt, options: EncodeOptions): string | Uint8Array
  /**
   * What one event of a streamed reply says; an empty list when nothing (role-only or empty deltas, pings).
   * `eventType` is the event's type, 'message' when it has none. Throws SyntaxError when `data` isn't what the API sends.
   *
   * Texts must pass through unread: of two events that differ only in one non-empty string, which is a delta's whole
   * text in both, the deltas must differ only in that text. `TemplateDecoder` relies on it.
   */
  decodeEvent(data: string, eventType?: string): readonly Delta[]
  /**
   * What a whole, unstreamed reply says: its text as one delta. An error's body, which comes with a status other than
   * 200, is an 'error' delta too. Throws SyntaxError likewise.
   */
  decodeBody(body: string): readonly Delta[]
}
