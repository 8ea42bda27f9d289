import { join } from 'node:path'
import type { FigureContext } from './figure.ts'
import { type NativeServer, startNativeServer } from './native-program.ts'

/** The lean sender on core 0, as the figures use it. */
export interface TokenStream {
  readonly server: NativeServer
  readonly url: string
  readonly truthPath: string
}

/** What the sender says of itself when it ends. */
export interface SenderFigures {
  readonly tokens: number
  readonly tokens_per_s: number
  readonly deferred: number
}

export const streams = 512

export async function startTokenStream(
  { native, runPath }: FigureContext,
  mode: 'stepping' | 'own-phase',
  tokensPerSecond: number,
): Promise<TokenStream> {
  const truthPath = `${runPath()}.truth`
  const stepUs = Math.round((streams * 1e6) / tokensPerSecond)
  const args = `--port 0 --streams ${streams} --step-us ${stepUs} --mode ${mode} --cpu 0 --spin-us 50`.split(
    ' ',
  )
  const server = await startNativeServer(native.path('token-sender'), [...args, '--truth', truthPath])
  return { server, url: `http://127.0.0.1:${server.port}`, truthPath }
}

export async function stopTokenStream(stream: TokenStream): Promise<SenderFigures> {
  return JSON.parse(await stream.server.stop()) as SenderFigures
}

/** Lengths vary, so that the streams' ends are as far apart as those of real ones. */
export const streamLoad: readonly string[] =
  `--concurrency ${streams} --model bench/tiny-instruct --input-tokens 16 --output-tokens uniform(100,300)`.split(
    ' ',
  )

export function recordsPath(run: string): string {
  return join(run, 'records.parquet')
}
