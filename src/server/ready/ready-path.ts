/** Where a model, or a version of it (`resnet/versions/2`), says whether it is ready (KServe V2). */
export function readyPath(named: string): string {
  const [, model = named, version] = /^(.*)\/versions\/([^/]+)$/s.exec(named) ?? []
  const versions = version === undefined ? '' : `/versions/${encodeURIComponent(version)}`
  return `/v2/models/${encodeURIComponent(model)}${versions}/ready`
}
