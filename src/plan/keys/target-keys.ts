import { TareError } from '../../errors.ts'
import { parseBaseUrl } from '../base-url.ts'
import { defaults } from '../defaults.ts'
import { extraBodyProblem } from '../extra-body.ts'
import { isSecretName, storableHeaderValue } from '../headers.ts'
import { apiNames } from '../plan.ts'
import { readHeader, readVariableName } from '../plan-value.ts'
import { anyText, choiceOf, mappingKind, textKind, truth } from './key-kinds.ts'
import { type PlanKey, planKey } from './plan-key.ts'

/** What to measure and how to speak to it. */
export const targetKeys: readonly PlanKey[] = [
  planKey({
    path: 'target.url',
    field: 'url',
    kind: textKind('URL', parseBaseUrl, { type: 'string' }),
    default: 'the embedded simulator',
    description: 'Base URL of the server, or the path of its socket.',
    example: 'http://localhost:8000',
  }),
  planKey({
    path: 'target.api',
    flag: '--api',
    kind: choiceOf(apiNames),
    default: `\`${defaults.api}\``,
    description: 'How the server is spoken to.',
    example: 'openai-completions',
  }),
  planKey({
    path: 'target.model',
    flag: '--model',
    kind: anyText,
    default: 'the first that the server lists',
    description: 'The model that requests name.',
    example: 'Qwen/Qwen2.5-0.5B-Instruct',
  }),
  planKey({
    path: 'target.stream',
    flag: '--stream',
    kind: truth,
    default: '`true` where the API has events',
    description: 'Whether replies are asked for in events.',
    example: false,
  }),
  planKey({
    path: 'target.headers',
    flag: '--header',
    kind: mappingKind('headers', headerTexts),
    default: 'none',
    description:
      'Headers to send; a secret one only as `${env:NAME}`, which is replaced when the run starts.',
    example: { 'x-team': 'serving', authorization: 'Bearer ${env:TOKEN}' },
  }),
  planKey({
    path: 'target.api_key_env',
    flag: '--api-key-env',
    kind: textKind('name of a variable', readVariableName, { type: 'string' }),
    default: 'no key is sent',
    description: 'Environment variable that holds the API key.',
    example: 'OPENAI_API_KEY',
  }),
  planKey({
    path: 'target.insecure',
    flag: '--insecure',
    kind: truth,
    default: '`false`',
    description: 'Whether any TLS certificate is accepted.',
    example: true,
  }),
  planKey({
    path: 'target.ca_file',
    flag: '--ca',
    kind: anyText,
    default: "the system's",
    description: 'Certificate authority to trust, PEM.',
    example: 'ca.pem',
  }),
  planKey({
    path: 'target.extra_body',
    flag: '--extra-body',
    kind: mappingKind('fields', extraBodyText),
    default: 'none',
    description: 'Fields to add to every request.',
    example: { top_k: 20 },
  }),
  planKey({
    path: 'target.simulator_preset',
    flag: '--simulator',
    kind: anyText,
    default: `\`${defaults.simulatorPreset}\``,
    description: 'Preset of the embedded simulator, when there is no URL.',
    example: 'fast',
  }),
]

function headerTexts(headers: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(headers).map(([key, given]) => {
    const name = key.toLowerCase()
    const text = readHeader(name, 'refuse')(given)
    if (isSecretName(name) && storableHeaderValue(name, text) !== text) {
      throw new TareError('plan', `the value of ${name} was given literally, and secrets aren't stored`, {
        hint: `write \${env:NAME}, or name the variable in target.api_key_env`,
      })
    }
    return `${name}: ${text}`
  })
}

function extraBodyText(fields: Readonly<Record<string, unknown>>): string {
  const problem = extraBodyProblem(fields)
  if (problem === undefined) return JSON.stringify(fields)
  throw new TareError('plan', problem.why, { hint: problem.hint })
}
