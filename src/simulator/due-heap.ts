/** A priority queue by due time, for the station's tokens: a binary heap. */
export interface DueHeap<Item extends { readonly dueNs: number }> {
  size(): number
  push(item: Item): void
  peek(): Item | undefined
  pop(): Item | undefined
}

export function createDueHeap<Item extends { readonly dueNs: number }>(): DueHeap<Item> {
  const items: Item[] = []

  function swap(a: number, b: number): void {
    const item = items[a]!
    items[a] = items[b]!
    items[b] = item
  }

  function sink(from: number): void {
    for (let parent = from; ; ) {
      const left = 2 * parent + 1
      const right = left + 1
      let least = parent
      if (left < items.length && items[left]!.dueNs < items[least]!.dueNs) least = left
      if (right < items.length && items[right]!.dueNs < items[least]!.dueNs) least = right
      if (least === parent) return
      swap(parent, least)
      parent = least
    }
  }

  return {
    size: () => items.length,
    peek: () => items[0],
    push(item) {
      items.push(item)
      for (let child = items.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (items[parent]!.dueNs <= items[child]!.dueNs) return
        swap(parent, child)
        child = parent
      }
    },
    pop() {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sink(0)
      }
      return first
    },
  }
}
