// What happens at one step of a walk: an op's differentials are asked for, and what they give is checked and added up.
import { DifferentiationError, describe } from '../errors.js'
import { type Differential, type Joint, originOf, watcher } from '../graph/index.js'
import { add } from '../ops/arithmetic.js'
import { formatShape, sameShape } from '../shape.js'
import { isTensor, stopGradient, type Tensor } from '../tensor.js'

/** The differentials of the op that made y, over constants unless derivatives must be recorded. */
export function differentialsOf(y: Tensor, recorded: boolean): readonly (Differential | undefined)[] {
  const { op, inputs, params } = originOf(y)!
  if (!recorded) for (let j = 0; j < inputs.length; j++) inputs[j] = stopGradient(inputs[j]!)
  const found = op.differentials!(inputs, recorded ? y : stopGradient(y), params)
  return watcher?.differentials?.(y, found) ?? found
}

/** The complaint about a differential that lacks a direction. */
export const missing = (y: Tensor, direction: string) =>
  new DifferentiationError(
    originOf(y)!.op.name,
    `has no ${direction} rule; a differential has two directions, jvp and vjp`,
  )

/** What is to arrive at a tensor x: what a rule that is taken together with others gives for v. */
interface Waiting {
  readonly rule: Differential
  readonly joint: Joint
  readonly v: Tensor
  readonly x: Tensor
  readonly from: Tensor
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

/** What a walk has found at each node: sums so far, and what waits until all is there. */
export class Sums {
  readonly found: (Tensor | undefined)[]
  #waiting: Map<number, Waiting[]> | undefined

  constructor(n: number) {
    this.found = new Array<Tensor | undefined>(n)
  }

  /** Puts off what a rule is to give for v until all is there, if rules are taken together in that direction. */
  wait(
    index: number,
    x: Tensor,
    rule: Differential,
    direction: 'jvp' | 'vjp',
    v: Tensor,
    from: Tensor,
  ): boolean {
    const { joint } = rule
    if (joint?.direction !== direction) return false
    this.#waiting ??= new Map()
    push(this.#waiting, index, { rule, joint, v, x, from })
    return true
  }

  /** Adds to what came before. Of a shape other than the tensor's, a part must be `narrow`. */
  add(index: number, x: Tensor, part: Tensor, from: Tensor, rule: string, narrow = false): void {
    if (!isTensor(part) || part.dtype !== x.dtype || !(narrow || sameShape(part.shape, x.shape))) {
      const got = isTensor(part) ? `${part.dtype} ${formatShape(part.shape)}` : describe(part)
      throw new DifferentiationError(
        originOf(from)!.op.name,
        `its ${rule} gave ${got} where ${x.dtype} ${formatShape(x.shape)} is wanted`,
      )
    }
    const sum = this.found[index]
    this.found[index] = sum === undefined ? part : add(sum, part)
  }

  /** All that arrived at a node, with what waited; in the order in which the first of each kind came, after all else. */
  at(index: number): Tensor | undefined {
    const waiting = this.#waiting?.get(index)
    if (waiting !== undefined) {
      this.#waiting!.delete(index)
      const kinds = new Map<unknown, Waiting[]>()
      for (const one of waiting) push(kinds, one.joint.kind, one)
      for (const all of kinds.values()) {
        const { rule, joint, v, x, from } = all[0]!
        const { direction } = joint
        const sum =
          all.length === 1 ? rule[direction](v) : joint.sum(all.map(one => ({ x: one.v, at: one.joint.at })))
        this.add(index, x, sum, from, direction)
      }
    }
    return this.found[index]
  }
}
