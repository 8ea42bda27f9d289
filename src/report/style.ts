import { styleText } from 'node:util'

type Paint = (text: string) => string

/** How text looks where it is going. Decided once for each stream; nothing else asks about colour or width. */
export interface Style {
  /** Columns that there are; what isn't a terminal is given as many as a terminal has at least. */
  readonly columns: number
  readonly strong: Paint
  readonly faint: Paint
  readonly accent: Paint
  readonly good: Paint
  readonly warn: Paint
  readonly bad: Paint
  /**
   * The last thing done to a text: turns it to ASCII where UTF-8 can't be shown. Done before a text is measured too, as
   * `±` and its like become two characters; doing it again changes nothing.
   */
  readonly encode: Paint
}

export type StyleEnvironment = Readonly<Record<string, string | undefined>>

const assumedColumns = 80

const asIs: Paint = (text) => text

const asciiOf: Readonly<Record<string, string>> = {
  '─': '-',
  '━': '=',
  '┿': '+',
  '·': '|',
  '—': '-',
  '→': '>',
  '×': 'x',
  µ: 'u',
  '…': '.',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '−': '-',
  '≈': '~',
  '±': '+-',
  '≤': '<=',
  '≥': '>=',
  '▁': '_',
  '▂': '.',
  '▃': ',',
  '▄': '-',
  '▅': '~',
  '▆': '=',
  '▇': '*',
  '█': '#',
}

function toAscii(text: string): string {
  // ESC and the rest of ASCII stay; a character without an equivalent becomes one question mark.
  return text.replace(/\P{ASCII}/gu, (character) => asciiOf[character] ?? '?')
}

function wantsColour(isTerminal: boolean, environment: StyleEnvironment): boolean {
  const force = environment.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (environment.NO_COLOR) return false
  return isTerminal && environment.TERM !== 'dumb'
}

/**
 * Whether the locale names a character set that isn't UTF-8. No locale at all, as in most containers, says nothing
 * about the terminal, and terminals are UTF-8.
 */
function refusesUtf8(environment: StyleEnvironment): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale)
}

/**
 * The style for a stream. FORCE_COLOR beats NO_COLOR, as in Node itself; NO_COLOR counts when not empty
 * (no-color.org); otherwise only a terminal gets colour.
 */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: StyleEnvironment,
): Style {
  const encode = refusesUtf8(environment) ? toAscii : asIs
  // A serial line says 0, and means that it doesn't know.
  const columns = stream.columns || assumedColumns
  if (!wantsColour(stream.isTTY === true, environment)) return { ...plainStyle, columns, encode }
  // The decision is made, so Node's own is switched off. One format a call: the array form never asked at all.
  const paint = (format: Parameters<typeof styleText>[0]): Paint => {
    return (text) => (text === '' ? '' : styleText(format, text, { validateStream: false }))
  }
  return {
    columns,
    strong: paint('bold'),
    faint: paint('dim'),
    accent: paint('cyan'),
    good: paint('green'),
    warn: paint('yellow'),
    bad: paint('red'),
    encode,
  }
}

/** No colour, UTF-8: for files, pipes and tests. */
export const plainStyle: Style = {
  columns: assumedColumns,
  strong: asIs,
  faint: asIs,
  accent: asIs,
  good: asIs,
  warn: asIs,
  bad: asIs,
  encode: asIs,
}
