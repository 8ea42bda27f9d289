import { markdownTable } from '../metrics/markdown-table.ts'
import { type Column, columns, gapsColumnName } from '../record/columns.ts'
import { recordsSchema } from '../record/parquet-schema.ts'
import { sampleColumns } from './samples.ts'

/** The text of docs/records.md. */
export function recordsDocument(): string {
  return [
    heading,
    markdownTable(
      ['column', 'type', 'unit', 'null', 'meaning'],
      columns.map((column) => [
        `\`${column.name}\``,
        typeOf(column),
        column.unit === 'count' ? '' : (column.unit ?? ''),
        column.nullable ? 'yes' : '',
        column.meaning,
      ]),
    ),
    parquetNotes,
    ...wordLists(),
    samplesHeading,
    markdownTable(
      ['column', 'unit', 'meaning'],
      sampleColumns.map(({ name, unit, meaning }) => [`\`${name}\``, unit ?? '', meaning]),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

const heading = `# Records and samples

<!-- Written by test/documents.test.ts from src/record/columns.ts and src/run/samples.ts: change those. -->

\`records.parquet\` has one row a request, written when the request ended, whatever its end; rows are in the order of their ends.
\`tare export RUN --format jsonl\` (or \`csv\`) prints the same columns by the same names, one record a line.

Times are whole nanoseconds since the run's epoch: CLOCK_REALTIME at the start of the load plan, which is \`epoch_unix_ns\` of
\`summary.json\`. A time is null when the request never got that far. Warm-up requests are in the file, marked by \`phase\`.

## records.parquet and exports`

const parquetNotes = `In Parquet, \`token_ns\` is stored as \`${gapsColumnName}\`, the list of gaps between successive token events: n events have n − 1 gaps,
and \`first_token_ns\` plus their running sum gives the times back. Exports have \`token_ns\` itself: an array in JSONL, joined by
semicolons in CSV, where null is empty and an empty text is \`""\`.

An \`f64\` holds a whole number up to 2^53 and is an INT64 in Parquet; an \`i32\` is an INT32; words and texts are UTF-8 strings. The file's own
metadata has \`tare.schema\` (\`${recordsSchema}\`), \`tare.epoch_unix_ns\`, \`tare.run_id\` and \`tare.row_groups_crc32\`.

\`\`\`sql
-- DuckDB: the ten slowest first tokens
SELECT request_id, (first_token_ns - sent_ns) / 1e6 AS ttft_ms FROM 'run/records.parquet'
WHERE phase = 'measure' AND status = 'ok' ORDER BY ttft_ms DESC LIMIT 10;
\`\`\`

## Words`

const samplesHeading = `## samples.parquet

What the workers said of themselves while the run lasted, and what the conductor saw of the machine: a row each time, some four a second of
each. Rows of a worker have its number and null in the columns \`host_…\`; rows of the machine have only those and \`at_ns\`. Counts
are since the run's start. All columns are doubles that hold whole numbers; a figure that the system doesn't tell is null.

\`\`\`sql
-- DuckDB: processor time of each worker, in cores
SELECT worker, (max(cpu_user_us + cpu_system_us) - min(cpu_user_us + cpu_system_us)) * 1e3 / (max(at_ns) - min(at_ns)) AS cores
FROM 'run/samples.parquet' WHERE worker IS NOT NULL GROUP BY worker;
\`\`\``

/** What each word of an enumerated column means. A word without a meaning here is an error. */
const wordMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  phase: {
    warmup: 'Planned before the end of the warm-up: in no latency and no count.',
    measure: 'Planned after it.',
  },
  timestamp_source: {
    so_timestamping: 'The kernel, by SO_TIMESTAMPING.',
    so_timestampns: 'The kernel, by SO_TIMESTAMPNS.',
    user: 'The process, when it had read the bytes.',
  },
  token_source: {
    usage: "The server's usage.",
    events: 'Counted: events with a token.',
    none: 'Neither: output_tokens is null.',
  },
  status: {
    ok: 'Answered in full.',
    http_error: 'A status other than 2xx.',
    in_stream_error: 'An error inside a reply that began as 200.',
    timeout: 'No end within --timeout.',
    connect_error: 'No connection: refused, unreachable, TLS.',
    reset: 'The connection broke while the reply was awaited or under way.',
    truncated: 'The reply ended before it was complete.',
    malformed: 'The reply is not what HTTP or the API says.',
    censored: 'Unfinished at the end of the drain.',
    cancelled: 'In flight when the run was stopped at once.',
  },
}

function wordLists(): string[] {
  return columns.flatMap((column) => {
    if (column.type !== 'enum') return []
    const rows = column.values.map((word) => [`\`${word}\``, wordMeaning(column.name, word)])
    return [markdownTable([`\`${column.name}\``, 'meaning'], rows)]
  })
}

function wordMeaning(column: string, word: string): string {
  const meaning = wordMeanings[column]?.[word]
  if (meaning === undefined)
    throw new RangeError(`records-document.ts doesn't say what ${column} ${word} means`)
  return meaning
}

function typeOf(column: Column): string {
  if (column.type === 'enum') return 'word'
  if (column.type === 'string') return 'text'
  return column.type === 'times' ? 'list' : column.type
}
