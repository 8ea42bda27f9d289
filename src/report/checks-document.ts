import { type Check, checkGroups } from '../trust/check.ts'
import { type Explanation, explainCheck } from './explanation.ts'
import { printable, wrap } from './printable.ts'

const codeWidth = 110

/** Plain text as Markdown: what would be taken for markup is escaped. */
function escaped(text: string): string {
  return printable(text).replace(/[\\*<[\]`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
}

/** One explanation as a section of a Markdown document. */
export function explanationMarkdown({ name, title, kind, text, formula, source }: Explanation): string {
  return [
    `#### \`${name}\`: ${escaped(title)}`,
    text === null ? `${kind[0]!.toUpperCase()}${kind.slice(1)}.` : escaped(text),
    wrap(formula, codeWidth)
      .map((line) => `    ${line}`)
      .join('\n'),
    escaped(source),
  ].join('\n\n')
}

/** Every check, by group: the part of docs/trust.md that is written from the code. */
export function checksDocument(checks: readonly Check[]): string {
  return checkGroups
    .flatMap((group) => {
      const members = checks.filter((check) => check.group === group)
      const heading = `### ${group[0]!.toUpperCase()}${group.slice(1)}`
      const sections = members.map((check) => explanationMarkdown(explainCheck(check)))
      return members.length === 0 ? [] : [heading, ...sections]
    })
    .join('\n\n')
    .concat('\n')
}
