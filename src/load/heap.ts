/** A binary heap: whatever precedes all else is at the top. */
export interface Heap<T> {
  size(): number
  peek(): T | undefined
  push(item: T): void
  pop(): T | undefined
}

export function createHeap<T>(precedes: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []

  function rise(item: T): void {
    let at = items.length
    items.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!precedes(item, items[parent]!)) break
      items[at] = items[parent]!
      at = parent
    }
    items[at] = item
  }

  function sink(item: T): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && precedes(items[child + 1]!, items[child]!)) child += 1
      if (!precedes(items[child]!, item)) break
      items[at] = items[child]!
      at = child
    }
    items[at] = item
  }

  return {
    size: () => items.length,
    peek: () => items[0],
    push: rise,
    pop() {
      const top = items[0]
      const last = items.pop()
      if (items.length > 0) sink(last!)
      return top
    },
  }
}
