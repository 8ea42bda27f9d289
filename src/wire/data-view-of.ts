let viewed: Uint8Array = new Uint8Array(0)
let view: DataView = new DataView(viewed.buffer)

/**
 * A DataView over the memory of `bytes`. The last is kept, for all who ask: what is read comes in the same one array,
 * and a view for each stream would be one more cache miss for each token.
 */
export function dataViewOf(bytes: Uint8Array): DataView {
  if (viewed !== bytes) {
    viewed = bytes
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  return view
}
