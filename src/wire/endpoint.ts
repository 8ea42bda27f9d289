export interface TlsOptions {
  /** Name to send (SNI) and to verify the certificate against. */
  readonly serverName: string
  /** PEM certificates to trust in place of the system's. */
  readonly caPem?: string
  /** False with `--insecure`. */
  readonly verify: boolean
}

/** Where to connect: an address already resolved, so that no lookup happens while measuring. */
export type Endpoint =
  | {
      readonly kind: 'tcp'
      readonly family: 4 | 6
      readonly address: string
      readonly port: number
      readonly tls?: TlsOptions
    }
  | { readonly kind: 'unix'; readonly path: string; readonly tls?: TlsOptions }
