import { expect, test } from 'vitest'
import { metricsLogLine, openMetricsLog } from './metrics-log.ts'

const unixMs = Date.UTC(2024, 4, 30, 21, 26, 3, 7)

test("a line of the frontend, and one of a worker's Python", () => {
  const update = {
    unit: 'Milliseconds',
    log: 'TS_METRICS',
    value: 0,
    thread: 'W-9000-m_1.0',
    requestIds: [],
  } as const
  expect(metricsLogLine({ ...update, name: 'QueueTime', labels: [['Level', 'Host']] }, 'h', unixMs)).toBe(
    '2024-05-30T21:26:03,007 [INFO ] W-9000-m_1.0 TS_METRICS - QueueTime.Milliseconds:0.0|#Level:Host|#hostname:h,timestamp:1717104363',
  )
  const labels = [
    ['ModelName', 'm'],
    ['Level', 'Model'],
  ] as const
  const python = {
    ...update,
    name: 'HandlerTime',
    unit: 'ms',
    log: 'MODEL_METRICS',
    value: 36.1,
    labels,
  } as const
  expect(metricsLogLine({ ...python, requestIds: ['a', 'b'] }, 'h', unixMs)).toBe(
    '2024-05-30T21:26:03,007 [INFO ] W-9000-m_1.0 MODEL_METRICS - HandlerTime.ms:36.1|#ModelName:m,Level:Model|#hostname:h,requestID:a,b,timestamp:1717104363',
  )
})

test("a file that can't be written is an error of use", async () => {
  await expect(openMetricsLog('/no/such/folder/ts.log', 'h', () => 0)).rejects.toMatchObject({
    code: 'usage',
  })
})
