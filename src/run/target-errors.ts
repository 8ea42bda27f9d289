import { TareError } from '../errors.ts'
import type { TargetAddress } from './target-address.ts'

/** The target's address accepts connections, but this one failed: nearly always TLS. */
export function cannotConnect(target: TargetAddress, said: string): TareError {
  return new TareError('unreachable', `can't connect to ${target.label}: ${said}`, {
    hint: connectHint(said),
  })
}

function connectHint(said: string): string {
  if (said.includes('ERR_TLS_CERT_ALTNAME_INVALID')) {
    return 'Use the name that the certificate is for, or --insecure to accept any.'
  }
  if (/CERT|SELF_SIGNED|VERIFY/.test(said))
    return 'Trust its authority with --ca FILE, or accept any with --insecure.'
  if (/SSL|TLS|EPROTO/.test(said)) return 'Does the port speak TLS? Try http:// in place of https://.'
  return 'Check that the server is running and reachable.'
}

/** 401 or 403. */
export function refusesKey(url: string, said: string, apiKeyEnv: string | null): TareError {
  const hint =
    apiKeyEnv === null
      ? 'Name the variable that holds the key with --api-key-env.'
      : `Check the key in $${apiKeyEnv}.`
  return new TareError('target', `${url} refuses the request: ${said}`, { hint })
}
