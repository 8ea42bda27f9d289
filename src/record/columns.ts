import {
  phases,
  type RequestRecord,
  requestStatuses,
  timestampSources,
  tokenSources,
} from './request-record.ts'

type FieldOf<Value> = {
  [Field in keyof RequestRecord]: RequestRecord[Field] extends Value ? Field : never
}[keyof RequestRecord]

export type NumberField = FieldOf<number | null>
type BooleanField = FieldOf<boolean>
export type TextField = FieldOf<string | null>

interface ColumnBase {
  /** The column's name in every file. */
  readonly name: string
  readonly unit: 'ns' | 'bytes' | 'tokens' | 'count' | null
  readonly nullable: boolean
  /** One sentence; times are since the run's epoch. */
  readonly meaning: string
}

/** A whole number up to 2^53 ('f64') or 2^31 ('i32'). */
export interface NumberColumn extends ColumnBase {
  readonly type: 'f64' | 'i32'
  readonly field: NumberField
}
interface BooleanColumn extends ColumnBase {
  readonly type: 'bool'
  readonly field: BooleanField
}
/** One of a few words. The spool stores its position, so a new word goes last. */
export interface EnumColumn extends ColumnBase {
  readonly type: 'enum'
  readonly field: TextField
  readonly values: readonly string[]
}
interface TextColumn extends ColumnBase {
  readonly type: 'string'
  readonly field: TextField
}
/**
 * The times of a record's token events: absolute in memory, in the spool and in exports; in Parquet as the gaps
 * between them (`itl_ns`), which pack four times as small and give the times back with `first_token_ns`.
 */
interface TokenTimesColumn extends ColumnBase {
  readonly type: 'times'
  readonly field: 'tokenNs'
}

export type Column = NumberColumn | BooleanColumn | EnumColumn | TextColumn | TokenTimesColumn

export function isNumberColumn(column: Column): column is NumberColumn {
  return column.type === 'f64' || column.type === 'i32'
}

/** Name of the Parquet column that holds the gaps between successive token events. */
export const gapsColumnName = 'itl_ns'

function timeColumn(name: string, field: NumberField, meaning: string): NumberColumn {
  return { name, field, type: 'f64', unit: 'ns', nullable: true, meaning }
}

function countColumn(
  name: string,
  field: NumberField,
  unit: 'tokens' | 'count',
  nullable: boolean,
  meaning: string,
): NumberColumn {
  return { name, field, type: 'i32', unit, nullable, meaning }
}

function enumColumn(name: string, field: TextField, values: readonly string[], meaning: string): EnumColumn {
  return { name, field, type: 'enum', values, unit: null, nullable: false, meaning }
}

function textColumn(name: string, field: TextField, nullable: boolean, meaning: string): TextColumn {
  return { name, field, type: 'string', unit: null, nullable, meaning }
}

function hashColumn(name: string, field: NumberField, meaning: string): NumberColumn {
  return { name, field, type: 'f64', unit: null, nullable: true, meaning }
}

function required(column: NumberColumn): NumberColumn {
  return { ...column, nullable: false }
}

function bytesColumn(name: string, field: NumberField, meaning: string): NumberColumn {
  return { name, field, type: 'f64', unit: 'bytes', nullable: false, meaning }
}

/**
 * Every column of a request record, in the files' order. The spool, records.parquet and the exports are derived
 * from this table; nothing else names a column.
 */
export const columns: readonly Column[] = [
  textColumn(
    'request_id',
    'requestId',
    false,
    'Identity of the request, also sent as its x-request-id header.',
  ),
  {
    name: 'index',
    field: 'index',
    type: 'f64',
    unit: null,
    nullable: false,
    meaning: 'Position in the plan over all workers, from 0.',
  },
  {
    name: 'query',
    field: 'query',
    type: 'f64',
    unit: null,
    nullable: true,
    meaning: 'Query that it belongs to, by position in the plan, from 0; null where a query is one request.',
  },
  countColumn('worker', 'worker', 'count', false, 'Number of the worker that sent it, from 0.'),
  countColumn('stage', 'stage', 'count', false, 'Number of the load stage it was planned in, from 0.'),
  enumColumn('phase', 'phase', phases, 'Whether it was planned in the warm-up or in the measured part.'),
  textColumn('session', 'session', true, 'Conversation that it belongs to.'),
  countColumn('turn', 'turn', 'count', false, 'Turn of that conversation, from 0.'),
  required(timeColumn('planned_ns', 'plannedNs', 'When the plan wanted it sent.')),
  timeColumn('sent_ns', 'sentNs', 'When its first byte was handed to the kernel.'),
  timeColumn('connect_start_ns', 'connectStartNs', 'When the connection opened for it was begun.'),
  timeColumn('connected_ns', 'connectedNs', 'When that connection was established.'),
  timeColumn('secured_ns', 'securedNs', "When that connection's TLS handshake ended."),
  timeColumn('first_byte_ns', 'firstByteNs', "Arrival of the reply's first byte."),
  timeColumn(
    'first_token_ns',
    'firstTokenNs',
    'Arrival of the first event with a token, reasoning included.',
  ),
  timeColumn(
    'first_answer_token_ns',
    'firstAnswerTokenNs',
    'Arrival of the first token of the answer proper: neither reasoning nor tool call.',
  ),
  timeColumn('last_token_ns', 'lastTokenNs', 'Arrival of the last event with a token.'),
  required(timeColumn('end_ns', 'endNs', 'When the request ended, whatever its end.')),
  countColumn('token_events', 'tokenEvents', 'count', false, 'Events that carried at least one token.'),
  enumColumn('timestamp_source', 'timestampSource', timestampSources, 'Where arrival times were taken.'),
  timeColumn('error_bound_ns', 'errorBoundNs', "The most by which any token's arrival can be late."),
  timeColumn(
    'first_token_error_bound_ns',
    'firstTokenErrorBoundNs',
    "The most by which the first token's arrival can be late.",
  ),
  timeColumn(
    'last_token_error_bound_ns',
    'lastTokenErrorBoundNs',
    "The most by which the last token's arrival can be late; the reply's, where it came in one piece.",
  ),
  timeColumn('send_error_bound_ns', 'sendErrorBoundNs', 'Time between the clock readings around the send.'),
  timeColumn('read_delay_ns', 'readDelayNs', 'Longest time that arrived bytes waited to be read.'),
  countColumn('requested_output_tokens', 'requestedOutputTokens', 'tokens', true, 'Output tokens asked for.'),
  countColumn('input_tokens', 'inputTokens', 'tokens', true, 'Tokens of the prompt.'),
  countColumn('output_tokens', 'outputTokens', 'tokens', true, 'Tokens of the reply, reasoning included.'),
  countColumn('reasoning_tokens', 'reasoningTokens', 'tokens', true, 'Those of them that were reasoning.'),
  countColumn('cached_tokens', 'cachedTokens', 'tokens', true, "Prompt tokens found in the server's cache."),
  enumColumn('token_source', 'tokenSource', tokenSources, 'Where output_tokens comes from.'),
  countColumn('events', 'events', 'count', false, 'Events of the reply, with and without tokens.'),
  bytesColumn('bytes_sent', 'bytesSent', 'Bytes of the request, headers included, before TLS.'),
  bytesColumn('bytes_received', 'bytesReceived', 'Bytes of the reply, headers included, after TLS.'),
  enumColumn('status', 'status', requestStatuses, 'How it ended.'),
  countColumn('http_status', 'httpStatus', 'count', true, 'Status code of the reply.'),
  textColumn('finish_reason', 'finishReason', true, 'Why the server stopped generating, as it spells it.'),
  textColumn('error', 'error', true, 'What went wrong, for people.'),
  timeColumn('rtt_ns', 'rttNs', "The kernel's smoothed round-trip time when the request ended."),
  timeColumn('min_rtt_ns', 'minRttNs', 'The lowest round-trip time of the connection.'),
  countColumn('retransmits', 'retransmits', 'count', true, 'Segments retransmitted during the request.'),
  {
    name: 'reused',
    field: 'reused',
    type: 'bool',
    unit: null,
    nullable: false,
    meaning: 'Whether it went over a connection that had carried a request before.',
  },
  hashColumn('prompt_hash', 'promptHash', "CRC-32 of the request's body."),
  hashColumn('reply_hash', 'replyHash', "Hash of its tokens' texts: equal replies have equal ones."),
  countColumn('attempts', 'attempts', 'count', false, 'Times it was sent.'),
  {
    name: 'token_ns',
    field: 'tokenNs',
    type: 'times',
    unit: 'ns',
    nullable: false,
    meaning: 'Arrival of each event that carried a token; in Parquet, itl_ns: the gaps between them.',
  },
]
