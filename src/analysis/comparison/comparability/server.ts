import { type ComparabilityCheck, differenceIn } from './sides.ts'

/** Whether both sides are of one server and model: where they aren't, that may be the point of the comparison. */
export const serverNotes: ComparabilityCheck = (sides) => {
  const all = [...sides.a, ...sides.b]
  const settings = [...new Set(all.flatMap(({ facts }) => Object.keys(facts.serverSettings)))]
  const differences = [
    named(
      'model',
      differenceIn(sides, ({ summary }) => summary.target.model),
    ),
    named('simulator', differenceIn(sides, simulatorOf)),
    ...settings.map((name) =>
      named(
        name,
        differenceIn(sides, ({ facts }) => facts.serverSettings[name]),
      ),
    ),
  ].filter((text) => text !== null)
  if (differences.length === 0) return []
  return [{ id: 'server', severity: 'warn', message: `the server differs: ${differences.join('; ')}` }]
}

/** The preset of the simulator that was measured; none where it was a server. */
function simulatorOf({ facts }: Parameters<Parameters<typeof differenceIn>[1]>[0]): string | null {
  const target = JSON.parse(facts.target) as {
    readonly url?: unknown
    readonly simulator_preset?: unknown
  } | null
  return target?.url === null && typeof target.simulator_preset === 'string' ? target.simulator_preset : null
}

function named(name: string, difference: string | null): string | null {
  return difference === null ? null : `${name} ${difference}`
}
