import { closeSync, readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'
import { type LengthDistribution, type LengthExpression, longestLength } from './length-distribution.ts'
import { openInputFile } from './open-input-file.ts'

/** Largest file of lengths: some ten million of them, which every worker gets a copy of. */
const largestFileBytes = 64 * 1024 * 1024

/**
 * Reads the file that an empirical distribution names; others pass through. The file has one length a line (empty
 * lines and lines that begin with # are skipped), or is one JSON array of lengths.
 * Throws TareError('input') with file:line.
 */
export function loadLengthDistribution(expression: LengthExpression): LengthDistribution {
  if (expression.kind !== 'empirical_file') return expression
  return { kind: 'empirical', lengths: parseLengths(readLengthsFile(expression.file), expression.file) }
}

/** The lengths in the text of a file of lengths; `file` is for messages. */
export function parseLengths(text: string, file: string): number[] {
  const content = text.replace(/^\uFEFF/, '')
  const lengths = content.trimStart().startsWith('[')
    ? lengthsOfArray(content, file)
    : lengthsOfLines(content, file)
  if (lengths.length === 0) {
    throw new TareError('input', `${file} holds no lengths`, { hint: 'write one number of tokens a line' })
  }
  return lengths
}

function lengthsOfLines(text: string, file: string): number[] {
  const lengths: number[] = []
  for (const [position, line] of text.split(/\r\n|\n|\r/).entries()) {
    const given = line.trim()
    if (given === '' || given.startsWith('#')) continue
    const length = /^\d+$/.test(given) ? Number(given) : Number.NaN
    if (!isLength(length)) throw notALength(`${file}:${position + 1}`, given)
    lengths.push(length)
  }
  return lengths
}

function lengthsOfArray(text: string, file: string): number[] {
  let values: unknown
  try {
    values = JSON.parse(text)
  } catch (cause) {
    throw new TareError(
      'input',
      `${file} begins like a JSON array and isn't JSON: ${(cause as Error).message}`,
      {
        hint: 'write a JSON array of numbers, or one number a line',
        cause,
      },
    )
  }
  return (values as readonly unknown[]).map((value, position) => {
    if (!isLength(value)) throw notALength(`${file}: element ${position}`, JSON.stringify(value))
    return value
  })
}

function isLength(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= longestLength
}

function notALength(where: string, given: string): TareError {
  return new TareError('input', `${where}: "${given.slice(0, 60)}" isn't a number of tokens`, {
    hint: `write whole numbers from 1 to ${longestLength}`,
  })
}

function readLengthsFile(file: string): string {
  const { fd, sizeBytes } = openInputFile(file, `the file of lengths ${file}`)
  try {
    if (sizeBytes > largestFileBytes) {
      throw new TareError(
        'input',
        `the file of lengths ${file} has ${sizeBytes} bytes, more than ${largestFileBytes}`,
        {
          hint: 'a sample of its lines has the same distribution: shuf -n 1000000',
        },
      )
    }
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}
