/** What a flag that isn't given amounts to. */
export const defaults = {
  api: 'openai-chat',
  simulatorPreset: 'default',
  concurrency: '1',
  duration: '30s',
  warmup: '5s',
  /** With --requests. */
  warmupOfRequests: '0s',
  /** As fast as possible needs a limit: this one saturates most servers and stays below usual limits of open files. */
  unpacedMaxConcurrency: 256,
  inputTokens: '512',
  outputTokens: '128',
  timeout: '60s',
  drain: '30s',
  scrapeInterval: '1s',
  format: 'table',
} as const
