import { expect, test } from 'vitest'
import { createPrometheusHistogram } from './prometheus-histogram.ts'

test('counts cumulatively, bounds included, and sums up', () => {
  const histogram = createPrometheusHistogram([0.005, 0.25, 1, 20])
  for (const value of [0.001, 0.005, 0.2, 1.5, 100]) histogram.observe(value)
  expect(histogram.expose('h', 'a="b"')).toBe(
    'h_bucket{a="b",le="0.005"} 2\nh_bucket{a="b",le="0.25"} 3\nh_bucket{a="b",le="1.0"} 3\n' +
      'h_bucket{a="b",le="20.0"} 4\nh_bucket{a="b",le="+Inf"} 5\nh_count{a="b"} 5\nh_sum{a="b"} 101.706\n',
  )
})
