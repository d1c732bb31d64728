// Tensors that wait for their turn: a binary heap that gives the newest first.
import { originOf } from '../graph/index.js'
import type { Tensor } from '../tensor.js'

const serialOf = (x: Tensor): number => originOf(x)!.serial

/** Tracked tensors, the newest first. */
export class Newest {
  readonly #heap: Tensor[] = []

  push(x: Tensor): void {
    const heap = this.#heap
    const serial = serialOf(x)
    let at = heap.push(x) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (serialOf(heap[parent]!) > serial) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = x
  }

  /** Takes the newest away; `undefined` where none waits. */
  pop(): Tensor | undefined {
    const heap = this.#heap
    const newest = heap[0]
    const x = heap.pop()
    if (x === undefined || heap.length === 0) return newest
    const serial = serialOf(x)
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && serialOf(heap[child + 1]!) > serialOf(heap[child]!)) child++
      if (serialOf(heap[child]!) < serial) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = x
    return newest
  }
}
