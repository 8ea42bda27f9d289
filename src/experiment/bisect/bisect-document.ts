import { comparisonSchema } from '../../analysis/comparison/comparison-schema.ts'
import { gateResultDocument } from '../../analysis/gate/gate-document.ts'
import { gateResultSchema } from '../../analysis/gate/gate-schema.ts'
import { type JsonSchema, objectSchema } from '../../analysis/object-schema.ts'
import type { BisectReport, JudgedRevision } from './bisect-report.ts'
import type { Revision } from './git-bisect.ts'

/** bisect.json, and what `tare bisect --format json` prints. */
export function bisectDocument(report: BisectReport): Readonly<Record<string, unknown>> {
  const { firstBad, among, good, bad, between, runs, folder } = report
  return {
    schema: 'tare.bisect/1',
    first_bad: firstBad === null ? null : judged(firstBad),
    among: among.map(named),
    good: judged(good),
    bad: judged(bad),
    between: between.map(judged),
    runs,
    folder,
  }
}

function named({ commit, subject, author, authoredAt }: Revision): Readonly<Record<string, unknown>> {
  return { commit, subject, author, authored_at: authoredAt }
}

function judged({ revision, verdict, why, runs, gates }: JudgedRevision): Readonly<Record<string, unknown>> {
  return {
    ...named(revision),
    verdict,
    why,
    runs,
    gates: gates.map(gateResultDocument),
  }
}

/** JSON Schema (2020-12) of the document. */
export function bisectSchema(): JsonSchema {
  const anyText = (description: string): JsonSchema => ({ description, type: 'string' })
  const revision = {
    commit: anyText('Hash of the commit.'),
    subject: anyText('First line of its message.'),
    author: anyText('Name of its author.'),
    authored_at: anyText('When it was written, UTC.'),
  }
  const judgedRevision = objectSchema({
    ...revision,
    verdict: { description: 'What git was told.', enum: ['good', 'bad', 'skip'] },
    why: { description: 'Why it was skipped; null when it wasn’t.', type: ['string', 'null'] },
    runs: { description: 'Runs that were made of it, INVALID ones too.', type: 'integer', minimum: 0 },
    gates: {
      description: 'Each gate against the good revision, A; none of that itself.',
      type: 'array',
      items: { $ref: '#/$defs/gate' },
    },
  })
  const ref = (description: string): JsonSchema => ({ description, $ref: '#/$defs/judged' })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:bisect:1',
    title: 'Tare bisect',
    description: 'bisect.json, and what tare bisect --format json prints, version tare.bisect/1.',
    ...objectSchema({
      schema: { description: 'Version of this format.', const: 'tare.bisect/1' },
      first_bad: {
        description: 'First revision that is worse than the gates allow; null when it is one of among.',
        anyOf: [{ $ref: '#/$defs/judged' }, { type: 'null' }],
      },
      among: {
        description: 'Where only skipped revisions were left: the first bad one is one of these.',
        type: 'array',
        items: objectSchema(revision),
      },
      good: ref('The revision that was given as good: what all are compared with.'),
      bad: ref('The revision that was given as bad.'),
      between: {
        description: 'Those between that were measured, in that order.',
        type: 'array',
        items: { $ref: '#/$defs/judged' },
      },
      runs: { description: 'Runs that were made in all.', type: 'integer', minimum: 0 },
      folder: anyText('Where runs and logs are, as given.'),
    }),
    $defs: { judged: judgedRevision, gate: gateResultSchema, ...(comparisonSchema().$defs as JsonSchema) },
  }
}
