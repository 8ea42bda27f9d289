/** A list of doubles that grows, in one block of memory. */
export class Float64List {
  #values: Float64Array
  #length = 0

  constructor(capacity = 1024) {
    this.#values = new Float64Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.reserve(1)
    this.#values[this.#length++] = value
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.#length + more <= this.#values.length) return
    const grown = new Float64Array(Math.max(2 * this.#values.length, this.#length + more))
    grown.set(this.#values)
    this.#values = grown
  }

  /** The values themselves, not a copy: valid until the next push. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }
}
