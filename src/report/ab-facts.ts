import type { AbReport } from '../analysis/ab/ab-report.ts'
import { type BlockRow, isMeasured, lostBlocks } from '../analysis/ab/block-row.ts'
import { endInWords } from './ab-in-words.ts'
import { formatQuantity, formatSpanNs } from './format-number.ts'
import { printable } from './printable.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** What is to be known of the experiment besides its figures: labels, and the parts of each. */
export function abFacts(report: AbReport): readonly (readonly [label: string, parts: readonly string[]])[] {
  const { a, b, blocks, decision, options, end } = report
  const measured = blocks.filter(isMeasured)
  const lost = lostBlocks(blocks)
  const spentNs = blocks.reduce((sum, { spent_s }) => sum + spent_s, 0) * 1e9
  return [
    ['A', [printable(a)]],
    ...(decision === null ? [] : [['B', [printable(b)]] as const]),
    [
      'blocks',
      [
        `${measured.length} measured${lost.length === 0 ? '' : `, ${lost.length} lost`}`,
        ordersOf(measured),
        formatSpanNs(spentNs),
        endInWords[end],
      ],
    ],
    ...(decision === null ? [] : lookFacts(decision.assessment)),
    [
      'decided on',
      [options.metrics.join(', '), `a change of ${twoDigitPercent(options.effect)} is of interest`],
    ],
    ...lost.map((row) => [`block ${row.block + 1}`, [`lost: ${printable(whyLost(row))}`]] as const),
  ]
}

function lookFacts({
  looks,
  firstBlock,
}: NonNullable<AbReport['decision']>['assessment']): readonly (readonly [string, readonly string[]])[] {
  const said = looks.map(({ blocks, open }) => {
    return `at ${blocks} blocks: ${open.length === 0 ? 'decided' : `${open.join(', ')} open`}`
  })
  const first =
    firstBlock === null ? [] : [`${firstBlock.dropped ? 'dropped' : 'kept'}: ${firstBlock.message}`]
  return [
    ['looks', said.length === 0 ? ['none'] : said],
    ...(first.length === 0 ? [] : [['first block', first] as const]),
  ]
}

/** `AB BA AB BA`, or how many of each when there are many. */
function ordersOf(rows: readonly BlockRow[]): string {
  if (rows.length === 0) return 'none'
  const ab = rows.filter(({ order }) => order === 'AB').length
  return `${formatQuantity(ab, 'time')} AB, ${formatQuantity(rows.length - ab, 'time')} BA, in turn`
}

function whyLost({ a, b }: BlockRow): string {
  const [side, run] = a !== null && a.status !== 'measured' ? ['A', a] : ['B', b]
  return `${side} ${run?.status === 'invalid' ? 'is INVALID' : 'failed'}: ${run?.error ?? ''}`
}
