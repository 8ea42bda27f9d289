import type { Check } from '../../check.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'

export const calibration: Check = {
  id: 'calibration',
  group: 'instrument',
  title: 'The load is one that this machine was seen to measure',
  tests:
    'tare calibrate finds how many tokens, requests and streams this machine can measure, and with what error, against a server that logs when it wrote each token. A run beyond that load is measured by an instrument that nobody has tested there.',
  formula: 'instrument.calibration.state of summary.json: inside ok, outside suspect, none not applicable',
  source:
    'Calibration of an instrument against a reference, with its range stated, as metrology asks of any (JCGM 200, 2.39).',
  judge({ measured }) {
    const { state, error_us, message } = measured.instrument.calibration
    if (state === 'none') return notApplicable(message)
    if (state === 'inside') return passed(error_us?.p99_9 ?? null, null, null, message)
    return {
      status: 'suspect',
      statistic: null,
      threshold: null,
      n: null,
      affects: ['*'],
      message,
      remedy:
        'Calibrate for such a run (tare calibrate, with its --workers and --transport), or lower the load.',
    }
  },
}
