// The walk over a recorded graph: which tensors lie between inputs and outputs, then tangents ahead or cotangents back.
import { DifferentiationError, describe } from '../errors.js'
import { add } from '../ops/arithmetic.js'
import { broadcastTo, sumTo } from '../ops/broadcast.js'
import { formatShape, sameShape } from '../shape.js'
import { type Differential, isTensor, stopGradient, type Tensor } from '../tensor.js'

/** The part of a graph that lies between some inputs and some outputs. */
export interface Path {
  /** Each tensor on the way, after those that it was computed from; the inputs that were reached are among them. */
  readonly nodes: readonly Tensor[]
  /** For each node the places in `nodes` of what its op took; −1 for what lies aside. `undefined` for an input. */
  readonly sources: readonly (readonly number[] | undefined)[]
  /** The place of a tensor among the nodes; −1 where it lies aside. */
  readonly places: ReadonlyMap<Tensor, number>
  /**
   * Whether anything but these inputs is tracked: an enclosing transform, or a variable. Only then must derivatives be
   * recorded themselves; otherwise rules see constants, and nothing is kept.
   */
  readonly open: boolean
}

const ASIDE = -1
const ENTERED = -2

let searches = 0

/**
 * Finds the tensors between inputs and outputs in topological order, with a loop: graphs may be a million ops deep.
 * The search stops at inputs, and at what is older than `since`, the serial of the first input: that cannot depend on
 * one. It leaves marks on origins instead of keeping a map; no other code runs meanwhile.
 */
export function findPath(outputs: readonly Tensor[], isInput: (x: Tensor) => boolean, since = 0): Path {
  const search = ++searches
  const nodes: Tensor[] = []
  const sources: (readonly number[] | undefined)[] = []
  const ends = new Set<Tensor>()
  let open = false
  const stack: Tensor[] = []
  const visit = (x: Tensor): void => {
    if (x.origin === undefined || x.origin.search === search) return
    if (x.origin.serial < since) open = true
    else stack.push(x)
  }
  for (const y of outputs) visit(y)
  while (stack.length > 0) {
    const x = stack[stack.length - 1]!
    const origin = x.origin!
    if (origin.search !== search) {
      origin.search = search
      if (isInput(x)) {
        origin.place = nodes.length
        nodes.push(x)
        sources.push(undefined)
        ends.add(x)
        open ||= origin.inputs.some(input => input.origin !== undefined)
      } else {
        origin.place = ENTERED
        const depth = stack.length
        for (const input of origin.inputs) visit(input)
        // A variable is open. So may be the alias of a constant; but one that is younger than the inputs belongs to a
        // nested transform, which is over.
        open ||=
          origin.inputs.length === 0 ||
          (since === 0 && stack.length === depth && origin.inputs.every(input => input.origin === undefined))
      }
    } else {
      stack.pop()
      if (origin.place === ENTERED) {
        const from = placesOf(origin.inputs, search)
        origin.place = from === undefined ? ASIDE : nodes.length
        if (from !== undefined) {
          nodes.push(x)
          sources.push(from)
        }
      }
    }
  }
  const places = new Map<Tensor, number>()
  for (const x of [...outputs, ...ends]) places.set(x, x.origin?.search === search ? x.origin.place : ASIDE)
  return { nodes, sources, places, open }
}

/** Where the inputs of an op stand among the nodes; `undefined` when all lie aside. */
function placesOf(inputs: readonly Tensor[], search: number): number[] | undefined {
  const from = new Array<number>(inputs.length)
  let any = false
  for (let i = 0; i < inputs.length; i++) {
    const origin = inputs[i]!.origin
    const place = origin !== undefined && origin.search === search ? origin.place : ASIDE
    from[i] = place
    any ||= place >= 0
  }
  return any ? from : undefined
}

/** The rules of the op that made y, over constants unless derivatives must be recorded. */
function rulesOf(y: Tensor, recorded: boolean): readonly (Differential | undefined)[] {
  const { op, inputs, params } = y.origin!
  const rules = op.differentials!(
    recorded ? inputs : inputs.map(stopGradient),
    recorded ? y : stopGradient(y),
    params,
  )
  return watchRules === undefined ? rules : watchRules(y, rules)
}

/** Sees the rules of a tensor's op before they are used, and gives those to use. */
export type RuleWatcher = (
  y: Tensor,
  rules: readonly (Differential | undefined)[],
) => readonly (Differential | undefined)[]

let watchRules: RuleWatcher | undefined

/** Runs a function while a watcher sees all rules; the former watcher comes back, also after an error. */
export function withRuleWatcher<T>(watch: RuleWatcher, run: () => T): T {
  const former = watchRules
  watchRules = watch
  try {
    return run()
  } finally {
    watchRules = former
  }
}

const missing = (y: Tensor, direction: string) =>
  new DifferentiationError(
    y.origin!.op.name,
    `has no ${direction} rule; a differential has two directions, jvp and vjp`,
  )

/** Adds what arrives at a tensor to what came before. */
function arrive(
  sums: (Tensor | undefined)[],
  at: number,
  x: Tensor,
  part: Tensor,
  from: Tensor,
  rule: string,
): void {
  if (!isTensor(part) || part.dtype !== x.dtype || !sameShape(part.shape, x.shape)) {
    const got = isTensor(part) ? `${part.dtype} ${formatShape(part.shape)}` : describe(part)
    throw new DifferentiationError(
      from.origin!.op.name,
      `its ${rule} gave ${got} where ${x.dtype} ${formatShape(x.shape)} is wanted`,
    )
  }
  const sum = sums[at]
  sums[at] = sum === undefined ? part : add(sum, part)
}

/**
 * Pulls cotangents of the outputs back along a path. Returns one for each node: only those of the inputs, or all of them
 * with `keep`; `undefined` where nothing arrived.
 */
export function pullBack(
  path: Path,
  seeds: readonly (readonly [output: Tensor, cotangent: Tensor])[],
  { recorded = path.open, keep = false } = {},
): readonly (Tensor | undefined)[] {
  const { nodes, sources, places } = path
  const cotangents = new Array<Tensor | undefined>(nodes.length)
  for (const [y, yBar] of seeds) {
    const at = places.get(y)!
    if (at >= 0) arrive(cotangents, at, y, yBar, y, 'cotangent')
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const from = sources[i]
    const yBar = cotangents[i]
    if (from === undefined || yBar === undefined) continue
    if (!keep) cotangents[i] = undefined
    const y = nodes[i]!
    const rules = rulesOf(y, recorded)
    const { op, inputs } = y.origin!
    for (let j = 0; j < from.length; j++) {
      const rule = rules[j]
      if (from[j]! < 0 || rule === undefined) continue
      const x = inputs[j]!
      if (typeof rule.vjp !== 'function') throw missing(y, 'vjp')
      const xBar = rule.vjp(yBar)
      arrive(cotangents, from[j]!, x, op.broadcasts && isTensor(xBar) ? sumTo(xBar, x.shape) : xBar, y, 'vjp')
    }
  }
  return cotangents
}

/** Pushes tangents of inputs ahead along a path. Returns one for each node; `undefined` means 0. */
export function pushForward(
  path: Path,
  seeds: readonly (readonly [input: Tensor, tangent: Tensor])[],
): readonly (Tensor | undefined)[] {
  const { nodes, sources, places } = path
  const tangents = new Array<Tensor | undefined>(nodes.length)
  for (const [x, dx] of seeds) {
    const at = places.get(x)
    if (at !== undefined) tangents[at] = dx
  }
  for (let i = 0; i < nodes.length; i++) {
    const from = sources[i]
    if (from === undefined) continue
    const y = nodes[i]!
    const { broadcasts } = y.origin!.op
    let rules: readonly (Differential | undefined)[] | undefined
    for (let j = 0; j < from.length; j++) {
      const dx = from[j]! < 0 ? undefined : tangents[from[j]!]
      if (dx === undefined) continue
      rules ??= rulesOf(y, path.open)
      const rule = rules[j]
      if (rule === undefined) continue
      if (typeof rule.jvp !== 'function') throw missing(y, 'jvp')
      const dy = rule.jvp(dx)
      arrive(tangents, i, y, broadcasts ? broadcastTo(dy, y.shape) : dy, y, 'jvp')
    }
  }
  return tangents
}
