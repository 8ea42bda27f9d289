import { describe, expect, it } from 'vitest'
import { plainStyle, styleFor } from './style.ts'

const terminal = { isTTY: true }
const red = '\u001b[31mx\u001b[39m'

describe('styleFor', () => {
  it.each([
    ['a terminal', terminal, {}, red],
    ['a pipe', {}, {}, 'x'],
    ['a terminal that can’t', terminal, { TERM: 'dumb' }, 'x'],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, 'x'],
    ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, red],
    ['FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '1' }, red],
    ['an empty FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '' }, red],
    ['FORCE_COLOR over NO_COLOR', {}, { FORCE_COLOR: '3', NO_COLOR: '1' }, red],
    ['FORCE_COLOR=0 on a terminal', terminal, { FORCE_COLOR: '0' }, 'x'],
  ])('%s', (_name, stream, environment, expected) => {
    expect(styleFor(stream, environment).bad('x')).toBe(expected)
  })

  it('leaves an empty text empty', () => {
    expect(styleFor(terminal, {}).strong('')).toBe('')
  })

  it.each([
    ['no locale', {}, '12 µs'],
    ['UTF-8', { LANG: 'de_CH.UTF-8' }, '12 µs'],
    ['utf8', { LC_ALL: 'C.utf8', LANG: 'C' }, '12 µs'],
    ['POSIX', { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, '12 us'],
    ['Latin-1', { LC_CTYPE: 'en_US.ISO-8859-1' }, '12 us'],
  ])('encodes for %s', (_name, environment, expected) => {
    expect(styleFor({}, environment).encode('12 µs')).toBe(expected)
  })

  it.each([
    ['a terminal', { isTTY: true, columns: 132 }, 132],
    ['a pipe', {}, 80],
    ['a serial line that doesn’t know', { isTTY: true, columns: 0 }, 80],
  ])('has the columns of %s', (_name, stream, columns) => {
    expect(styleFor(stream, {}).columns).toBe(columns)
    expect(styleFor(stream, { NO_COLOR: '1' }).columns).toBe(columns)
  })

  it('keeps the width where ASCII has a character for it, and encodes only once', () => {
    const { encode } = styleFor({}, { LANG: 'C' })
    expect(encode('→ 3 × é … 𝄞')).toBe('> 3 x ? . ?')
    expect(encode('41.3 ± 0.6 ≤ 50 − 2')).toBe('41.3 +- 0.6 <= 50 - 2')
    expect(encode(encode('± ≤'))).toBe('+- <=')
    expect(plainStyle.encode('→')).toBe('→')
  })
})
