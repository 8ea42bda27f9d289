import type { Plan } from '../../plan/plan.ts'
import type { EnvelopeKey } from '../../trust/calibration/envelope.ts'
import { allowedCores } from '../core-plan.ts'
import type { Environment } from '../environment.ts'

/** The parts of environment.json that say which instrument measures. */
export type DescribedInstrument = Pick<Environment, 'host' | 'cpu' | 'node' | 'tare_version'>

/** Which instrument measures: the machine as a run's environment.json has it, and the transport. */
export function envelopeKey(
  environment: DescribedInstrument,
  transport: Plan['client']['transport'],
): EnvelopeKey {
  const { host, cpu, node, tare_version } = environment
  const allowed = allowedCores(`Cpus_allowed_list:\t${cpu.allowed_cores ?? ''}`).length
  return {
    host_id: host.id,
    cpu_model: cpu.model,
    cores: allowed > 0 ? allowed : (cpu.logical_cores ?? 1),
    kernel: host.kernel,
    node: node.version,
    tare_version,
    transport,
  }
}
