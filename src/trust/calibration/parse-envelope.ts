import { z } from 'zod'
import { burstinesses, type Envelope, type EnvelopeKey } from './envelope.ts'

/** What a file of the cache was found to be. */
export type ParsedEnvelope =
  | { readonly state: 'found'; readonly envelope: Envelope }
  /** Written by a Tare whose envelopes are of another schema. */
  | { readonly state: 'foreign' }
  | { readonly state: 'damaged' }

const amount = z.number().nonnegative()
/** On loopback two readings of one clock in two processes may be in the wrong order by a little. */
const microseconds = z.number()
const quantiles = z.strictObject({
  p50: microseconds,
  p99: microseconds,
  p99_9: microseconds,
  max: microseconds,
})
const limitedBy = z.enum(['client', 'sender', 'time', 'range'])

const envelopeKey: z.ZodType<EnvelopeKey> = z.strictObject({
  host_id: z.string(),
  cpu_model: z.string().nullable(),
  cores: z.int().positive(),
  kernel: z.string(),
  node: z.string(),
  tare_version: z.string(),
  transport: z.enum(['kernel', 'portable']),
})

const envelope: z.ZodType<Envelope> = z.strictObject({
  schema: z.literal('tare.envelope/1'),
  key: envelopeKey,
  calibrated_at: z.iso.datetime(),
  quick: z.boolean(),
  criterion: z.strictObject({
    error_p99_9_us: amount,
    client_cpu_cores: amount,
  }),
  points: z
    .array(
      z.strictObject({
        workers: z.int().positive(),
        streams: z.int().positive(),
        burstiness: z.enum(burstinesses),
        reply_tokens: amount,
        asked_tokens_per_s: amount,
        tokens_per_s: amount,
        requests_per_s: amount,
        tokens: z.int().nonnegative(),
        kernel_error_us: quantiles.nullable(),
        user_error_us: quantiles,
        simulator_lateness_us: quantiles,
        client_cpu_cores: amount,
        sender_limited: z.boolean(),
        outcome: z.enum(['ok', 'client', 'sender', 'repeated']),
        reason: z.string().nullable(),
      }),
    )
    .max(10_000),
  limits: z
    .array(
      z.strictObject({
        workers: z.int().positive(),
        burstiness: z.enum(burstinesses),
        tokens_per_s: amount.nullable(),
        streams: amount.nullable(),
        tokens_limited_by: limitedBy,
        requests_per_s: amount.nullable(),
        requests_limited_by: limitedBy,
      }),
    )
    .max(1000),
})

/** Reads an envelope's file. Anything may be in it: it throws nothing. */
export function parseEnvelope(text: string): ParsedEnvelope {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { state: 'damaged' }
  }
  const parsed = envelope.safeParse(value)
  if (parsed.success) return { state: 'found', envelope: parsed.data }
  const { schema } = (value ?? {}) as { schema?: unknown }
  const foreign =
    typeof schema === 'string' && /^tare\.envelope\/\d+$/.test(schema) && schema !== 'tare.envelope/1'
  return { state: foreign ? 'foreign' : 'damaged' }
}
