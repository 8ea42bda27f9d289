import { expect, test } from 'vitest'
import { htmlText, markdownCell, markdownText } from './markdown-text.ts'

test('what a name holds is no markup, no tag, no mention and no second line', () => {
  expect(markdownText('a*b*_c_ `d` [e](f) <g> &amp; \\ @team ~~h~~\n# i')).toBe(
    'a\\*b\\*\\_c\\_ \\`d\\` \\[e\\](f) &lt;g&gt; &amp;amp; \\\\ @\u200bteam \\~\\~h\\~~ # i',
  )
  expect(markdownText('\x1b[31mred\u202e')).toBe('red')
})

test('a tilde that strikes nothing out stays as it is', () => {
  expect(markdownText('~ no difference shown (≥ 3 % would be)')).toBe(
    '~ no difference shown (≥ 3 % would be)',
  )
})

test('a bar ends no cell, and a tag no other', () => {
  expect(markdownCell('a|b')).toBe('a\\|b')
  expect(htmlText('</summary> a_b')).toBe('&lt;/summary&gt; a_b')
})
