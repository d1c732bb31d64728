// Which axes are one and the same through a program, and which of them is the batch: an axis over which the work can be done part by part.
import type { Cut } from '../ops/slice.js'
import type { Shape } from '../shape.js'
import { sizeOf } from '../shape.js'
import { cutsOf, isWhole } from './cuts.js'
import { isElementwise } from './elementwise.js'
import type { Program, Step, Value } from './program.js'

/** An axis that is first in every value that has it, and that is only kept or summed over. */
export interface Batch {
  readonly extent: number
  /** The values that have it, as their first axis. */
  readonly values: ReadonlySet<Value>
}

/** Axes joined into classes, each of which may be ruled out as a batch. */
class Classes {
  readonly #parent: number[] = []
  readonly #fixed = new Set<number>()
  readonly #starts: number[] = []

  constructor(shapes: readonly Shape[]) {
    for (const shape of shapes) {
      this.#starts.push(this.#parent.length)
      for (let i = 0; i < shape.length; i++) this.#parent.push(this.#parent.length)
    }
  }

  of(value: Value, axis: number): number {
    let at = this.#starts[value]! + axis
    while (this.#parent[at] !== at) {
      this.#parent[at] = this.#parent[this.#parent[at]!]!
      at = this.#parent[at]!
    }
    return at
  }

  join([x, i]: readonly [Value, number], [y, j]: readonly [Value, number]): void {
    const [a, b] = [this.of(x, i), this.of(y, j)]
    if (a === b) return
    this.#parent[a] = b
    if (this.#fixed.has(a)) this.#fixed.add(b)
  }

  /** Rules an axis out: its values are needed together. */
  fix(x: Value, axis: number): void {
    this.#fixed.add(this.of(x, axis))
  }

  isFixed(at: number): boolean {
    return this.#fixed.has(at)
  }
}

/** What an op does to axes. */
type Rule = (step: Step, shapes: readonly Shape[], classes: Classes) => void

/** Axes of inputs that stretch to the output are its own, counted from the last. */
const elementwise: Rule = ({ inputs, output }, shapes, classes) => {
  const to = shapes[output]!
  for (const x of inputs) {
    const lead = to.length - shapes[x]!.length
    shapes[x]!.forEach((n, i) => {
      if (n === to[lead + i]) classes.join([x, i], [output, lead + i])
      else classes.fix(x, i)
    })
  }
}

/** The other way about: the output's axes are the input's, or were summed. */
const summed: Rule = ({ inputs: [x], output }, shapes, classes) => {
  const lead = shapes[x!]!.length - shapes[output]!.length
  shapes[output]!.forEach((n, i) => {
    if (n === shapes[x!]![lead + i]) classes.join([x!, lead + i], [output, i])
    else classes.fix(output, i)
  })
}

/** All axes but one are kept; that one is needed as a whole. */
const along: Rule = ({ inputs: [x], output, params }, shapes, classes) => {
  shapes[x!]!.forEach((_, i) => {
    if (i !== params) classes.join([x!, i], [output, i])
    else {
      classes.fix(x!, i)
      classes.fix(output, i)
    }
  })
}

/** Axes that are equal from the front are the same as long as their sizes so far are; likewise from the back. */
const reshaped: Rule = ({ inputs: [x], output }, shapes, classes) => {
  const [from, to] = [shapes[x!]!, shapes[output]!]
  const joined = [new Set<number>(), new Set<number>()] as const
  const join = (i: number, j: number) => {
    classes.join([x!, i], [output, j])
    joined[0].add(i)
    joined[1].add(j)
  }
  const [own, other] = [from, to].map(shape => shape.flatMap((n, i) => (n === 1 ? [] : [i])))
  let front = 0
  while (front < own!.length && front < other!.length && from[own![front]!] === to[other![front]!]) {
    join(own![front]!, other![front]!)
    front++
  }
  for (
    let i = own!.length - 1, j = other!.length - 1;
    i >= front && j >= front && from[own![i]!] === to[other![j]!];
    i--, j--
  )
    join(own![i]!, other![j]!)
  from.forEach((_, i) => {
    if (!joined[0].has(i)) classes.fix(x!, i)
  })
  to.forEach((_, j) => {
    if (!joined[1].has(j)) classes.fix(output, j)
  })
}

const matmul: Rule = ({ inputs: [a, b], output, params }, shapes, classes) => {
  const { transposeA, transposeB } = params as { transposeA: boolean; transposeB: boolean }
  const side = (x: Value, transposed: boolean) => {
    const last = shapes[x]!.length - 1
    return transposed ? ([last, last - 1] as const) : ([last - 1, last] as const)
  }
  const [[rows, inner], [depth, columns]] = [side(a!, transposeA), side(b!, transposeB)]
  const last = shapes[output]!.length - 1
  classes.join([a!, rows], [output, last - 1])
  classes.join([b!, columns], [output, last])
  classes.join([a!, inner], [b!, depth])
  for (const x of [a!, b!]) for (let i = 0; i < shapes[x]!.length - 2; i++) classes.fix(x, i)
  for (let i = 0; i < last - 1; i++) classes.fix(output, i)
}

interface Pick {
  readonly axis: number
  readonly along: boolean
}

/** Rows that are picked are as many as indices; from what they are picked is needed as a whole. */
const gathered: Rule = ({ op, inputs: [x, indices], output, params }, shapes, classes) => {
  const { axis, along: single } = params as Pick
  const [whole, part] = op.name === 'gather' ? [x!, output] : [output, x!]
  shapes[whole]!.forEach((_, i) => {
    if (i === axis) classes.fix(whole, i)
    else classes.join([whole, i], [part, i])
  })
  if (single) {
    classes.fix(part, axis)
    // Indices have the part's axes, but perhaps for the one along which they read.
    const drops = shapes[indices!]!.length < shapes[part]!.length
    shapes[part]!.forEach((_, i) => {
      const at = drops && i > axis ? i - 1 : i
      if (i !== axis) classes.join([indices!, at], [part, i])
      else if (!drops) classes.fix(indices!, i)
    })
  } else if (shapes[indices!]!.length === 1) classes.join([indices!, 0], [part, axis])
  else {
    classes.fix(part, axis)
    shapes[indices!]!.forEach((_, i) => {
      classes.fix(indices!, i)
    })
  }
}

/** Axes of which a block takes all are the whole's. */
const blocks = (
  whole: Value,
  parts: readonly (readonly [Value, Cut])[],
  shapes: readonly Shape[],
  classes: Classes,
): void => {
  for (const [x, cut] of parts)
    shapes[whole]!.forEach((_, i) => {
      if (isWhole(cut, shapes[whole]!, i)) classes.join([x, i], [whole, i])
      else {
        classes.fix(x, i)
        classes.fix(whole, i)
      }
    })
}

const placed: Rule = (step, shapes, classes) => {
  const cuts = cutsOf(step, x => shapes[x]!)
  blocks(
    step.output,
    step.inputs.map((x, i) => [x, cuts[i]!]),
    shapes,
    classes,
  )
}

const RULES: { readonly [op: string]: Rule } = {
  concat: placed,
  embed: placed,
  slice: ({ inputs: [x], output, params }, shapes, classes) =>
    blocks(x!, [[output, params as Cut]], shapes, classes),
  broadcastTo: elementwise,
  sumTo: summed,
  max: along,
  min: along,
  peak: along,
  reshape: reshaped,
  matmul,
  gather: gathered,
  scatterAdd: gathered,
  permute: ({ inputs: [x], output, params }, _, classes) => {
    for (const [i, axis] of (params as readonly number[]).entries()) classes.join([x!, axis], [output, i])
  },
  oneHot: ({ inputs: [x], output }, shapes, classes) => {
    shapes[x!]!.forEach((_, i) => {
      classes.join([x!, i], [output, i])
    })
    classes.fix(output, shapes[x!]!.length)
  },
}

/** Shorter axes are not worth a loop. */
const LEAST = 8

/** The batch of a program: of all axes that may be one, that of the most values. */
export function batchOf({ specs, steps }: Program): Batch | undefined {
  const shapes = specs.map(({ shape }) => shape)
  const classes = new Classes(shapes)
  // What no step touches says nothing of how the work can be done.
  const live = new Set<Value>()
  for (const step of steps) {
    for (const x of [...step.inputs, step.output]) live.add(x)
    const rule = RULES[step.op.name] ?? (isElementwise(step.op.name) ? elementwise : undefined)
    if (rule !== undefined) rule(step, shapes, classes)
    else for (const x of [...step.inputs, step.output]) for (const i of shapes[x]!.keys()) classes.fix(x, i)
  }
  const found = new Map<number, { values: Set<Value>; size: number; extent: number }>()
  const ruledOut = new Set<number>()
  for (const x of live) {
    shapes[x]!.forEach((extent, i) => {
      const at = classes.of(x, i)
      if (i > 0 || extent < LEAST || classes.isFixed(at)) ruledOut.add(at)
      const own = found.get(at) ?? { values: new Set<Value>(), size: 0, extent }
      own.values.add(x)
      own.size += sizeOf(shapes[x]!)
      found.set(at, own)
    })
  }
  let best: { values: Set<Value>; size: number; extent: number } | undefined
  for (const [at, own] of found) {
    if (!ruledOut.has(at) && own.size > (best?.size ?? 0)) best = own
  }
  return best
}
