// In which order and together with what each step runs: stages around the loops over the batch, and in each of them kernels.
import { FUNCTIONS } from '../kernels/wasm/functions/index.js'
import { sizeOf } from '../shape.js'
import type { Batch } from './axes.js'
import { PLACING } from './cuts.js'
import { hasLanes, isElementwise } from './elementwise.js'
import type { Lowered } from './lower.js'
import type { Step, Value } from './program.js'

/** What runs as one function. */
export type Kernel = Nest | Single

/** Steps that work value by value, fused. */
export interface Nest {
  /** By rows: a vector holds one value of several rows, and columns are few and unrolled. By columns: a vector runs along a row. */
  readonly kind: 'rows' | 'columns'
  readonly steps: Step[]
}

/** A step that has a kernel to itself. */
export interface Single {
  readonly kind: 'dots' | 'updates' | 'expand' | 'gemm' | 'take' | 'scatter' | 'pick' | 'place'
  readonly steps: readonly [Step]
}

/** Kernels that run once, or again and again over parts of the batch. */
export interface Region {
  readonly isBatched: boolean
  readonly kernels: readonly Kernel[]
}

/** All that follows from the batch. */
export interface Schedule {
  readonly regions: readonly Region[]
  readonly batch: Batch | undefined
  /** Values that steps of several stages read: they need room as a whole. */
  readonly whole: ReadonlySet<Value>
}

/** As many values of a row as count for few: they are unrolled. */
export const FEW = 16
/** As many multiplications as may be unrolled in one product. */
const SMALL = 256

/** As many variables as a function may have, more or less: hosts take 50,000, and are slow to make longer code fast. */
const LONG = 4000
/** Ops whose code is long. */
const TRANSCENDENTAL = /exp|log|sig|tanh|sech|soft|sin|cos|erf/i
/** One whose code is longer still. */
const POWER = 'pow'
/** Sums of float32 are at most so long, and added in float64 from there on, as they are op by op. */
export const STRETCH = 4096

/** Steps that only give other names to values. */
export const VIEWS: ReadonlySet<string> = new Set(['reshape', 'permute', 'broadcastTo', 'slice', 'alias'])

/** Thrown where a program has something that there is no code for: it is interpreted. */
export class Unsupported extends Error {}

/** Puts the steps of a program in order. */
export function scheduled(
  { program, guards }: Lowered,
  batch: Batch | undefined,
  float: 'float32' | 'float64',
): Schedule {
  const { specs, outputs } = program
  const guardSteps = guards.map(
    x => ({ op: GUARD, params: undefined, inputs: [x], output: -1 }) as unknown as Step,
  )
  const steps = [...program.steps, ...guardSteps]
  const isBatched = (x: Value): boolean => batch?.values.has(x) ?? false
  const width = (x: Value): number => sizeOf(specs[x]!.shape) / (isBatched(x) ? batch!.extent : 1)
  const stages = new Map<Value, number>()
  const levels = new Map<Value, number>()
  const homes = new Map<Value, string>()
  const found = new Map<string, { stage: number; batched: boolean; level: number; kernel: Kernel }>()
  const whole = new Set<Value>(outputs.filter(isBatched))
  /** How much code the last function of each group has, how many there were before it, and the level behind those. */
  const loads = new Map<string, { piece: number; size: number; behind: number }>()
  /** About how many variables the code of a step takes: once for each value of a row, where those are unrolled. */
  const sizeOfCode = ({ op, inputs, output }: Step): number => {
    const values = Math.min(SMALL, Math.max(...[...inputs, ...(output < 0 ? [] : [output])].map(width)))
    return (op.name === POWER ? 250 : TRANSCENDENTAL.test(op.name) ? 40 : 3) * values
  }
  /** Views whose values lie elsewhere than those of the value itself. */
  const turned = new Set<Value>()

  const kindOf = (step: Step): Kernel['kind'] | 'view' => {
    const { op, inputs, output } = step
    const touched = output < 0 ? inputs : [...inputs, output]
    const narrow = touched.every(x => width(x) <= FEW)
    if (VIEWS.has(op.name)) return 'view'
    if (op.name === 'matmul') return productKind(step, narrow)
    if (PLACING.has(op.name)) {
      if (specs[output]!.dtype !== float) throw new Unsupported(`${op.name} of what is no float`)
      return 'place'
    }
    if (op.name === 'gather' || op.name === 'scatterAdd') {
      const { along } = step.params as { along: boolean }
      if (specs[output]!.dtype !== float) throw new Unsupported(`${op.name} of what is no float`)
      if (!along) return op.name === 'gather' ? 'take' : 'scatter'
      if (op.name === 'scatterAdd') throw new Unsupported('scatterAdd along an axis')
      return narrow ? 'rows' : 'pick'
    }
    if (REDUCTIONS.has(op.name) && specs[inputs[0]!]!.dtype !== float)
      throw new Unsupported(`${op.name} of integers`)
    if (op.name === 'guard') return narrow ? 'rows' : 'columns'
    if (op.name === 'oneHot' && specs[output]!.dtype !== float && specs[output]!.dtype !== 'bool')
      throw new Unsupported('oneHot of integers')
    if (op.name === 'oneHot' || REDUCTIONS.has(op.name)) return narrow ? 'rows' : 'columns'
    const from = inputs.map(x => specs[x]!)
    if (!isElementwise(op.name) || !hasLanes(op.name, from, specs[output]!, float))
      throw new Unsupported(op.name)
    return narrow ? 'rows' : 'columns'
  }

  function productKind({ inputs: [a, b], output, params }: Step, narrow: boolean): Kernel['kind'] {
    const { transposeA, transposeB } = params as { transposeA: boolean; transposeB: boolean }
    const { shape } = specs[output]!
    const [m, n] = shape.slice(-2) as [number, number]
    const k = specs[a!]!.shape.at(transposeA ? -2 : -1)!
    if (specs[output]!.dtype !== float) throw new Unsupported('a product of integers')
    if (float === 'float32' && k > STRETCH && !(isBatched(a!) && isBatched(b!)))
      throw new Unsupported('a long product of float32')
    if (shape.length > 2) return 'gemm'
    if (isBatched(a!) && isBatched(b!)) {
      if (narrow && m * n <= SMALL) return 'rows'
      return Math.min(m, n) <= FEW ? 'updates' : 'gemm'
    }
    if (narrow && (isBatched(a!) ? k * n : m * k * n) <= SMALL) return 'rows'
    if (isBatched(a!)) return k <= FEW ? 'expand' : n <= FEW ? 'dots' : 'gemm'
    if (m === 1) return 'expand'
    if (transposeA) return !transposeB && Math.min(m, n) <= FEW ? 'updates' : 'gemm'
    return k > FEW && n <= FEW ? 'dots' : 'gemm'
  }

  for (const step of steps) {
    const { inputs, output } = step
    const kind = kindOf(step)
    const batched = inputs.some(isBatched) || (output >= 0 && isBatched(output))
    const sums = batched && output >= 0 && !isBatched(output)
    const stage = Math.max(0, ...inputs.map(x => stages.get(x) ?? 0))
    if (kind === 'view') {
      stages.set(output, stage)
      levels.set(output, levels.get(inputs[0]!) ?? -1)
      homes.set(output, homes.get(inputs[0]!) ?? '')
      const [from, to] = [inputs[0]!, output].map(x => specs[x]!.shape.filter(n => n !== 1).join())
      // A slice of the same shape may be the other way about.
      const moves = step.op.name === 'permute' || step.op.name === 'slice'
      if (from !== to || moves || turned.has(inputs[0]!)) turned.add(output)
      continue
    }
    for (const x of inputs) if (isBatched(x) && (stages.get(x) ?? 0) < stage) whole.add(x)
    const domain =
      kind === 'columns'
        ? [...specs[output >= 0 && !REDUCTIONS.has(step.op.name) ? output : inputs[0]!]!.shape]
            .filter(n => n !== 1)
            .join('x')
        : ''
    const group = kind === 'rows' || kind === 'columns' ? `${kind} ${domain}` : `${kind} ${output}`
    const start = `${stage} ${batched} ${group}`
    const load = loads.get(start) ?? { piece: 0, size: 0, behind: 0 }
    const home = `${start} ${load.piece}`
    const level = Math.max(
      load.behind,
      ...inputs.map(x => {
        if ((stages.get(x) ?? 0) < stage || isBatched(x) !== batched) return 0
        const own = levels.get(x) ?? -1
        const isHere = homes.get(x) === home && (kind === 'rows' || !turned.has(x))
        return isHere ? own : own + 1
      }),
    )
    const key = `${home} ${level}`
    const there = found.get(key)
    if (there === undefined)
      found.set(key, { stage, batched, level, kernel: { kind, steps: [step] } as Kernel })
    else (there.kernel.steps as Step[]).push(step)
    // A function that grows too long is closed, and the steps to come begin another behind it.
    const size = load.size + sizeOfCode(step)
    loads.set(start, size > LONG ? { piece: load.piece + 1, size: 0, behind: level + 1 } : { ...load, size })
    if (output < 0) continue
    stages.set(output, sums ? stage + 1 : stage)
    levels.set(output, sums ? -1 : level)
    // What a reduction along columns gives is there only after its loop.
    homes.set(
      output,
      sums || (kind === 'columns' && REDUCTIONS.has(step.op.name)) || (kind !== 'rows' && kind !== 'columns')
        ? ''
        : home,
    )
  }
  const order = [...found.values()].sort(
    (p, q) =>
      p.stage - q.stage ||
      Number(p.batched) - Number(q.batched) ||
      p.level - q.level ||
      Number(mayDoubt(q.kernel)) - Number(mayDoubt(p.kernel)),
  )
  const regions: { isBatched: boolean; kernels: Kernel[]; stage: number }[] = []
  for (const { stage, batched, kernel } of order) {
    const last = regions.at(-1)
    if (last !== undefined && last.stage === stage && last.isBatched === batched) last.kernels.push(kernel)
    else regions.push({ stage, isBatched: batched, kernels: [kernel] })
  }
  return { regions, batch, whole }
}

/**
 * Ops that may find that the program does not hold here: guards, those that meet an index that names nothing, and functions
 * whose code does not hold everywhere.
 */
const DOUBTING: ReadonlySet<string> = new Set([
  ...['guard', 'gather', 'scatterAdd', 'oneHot'],
  ...Object.keys(FUNCTIONS).filter(op => FUNCTIONS[op]!.beyond),
])

/** Whether a kernel may raise the flag. Those that do come first, so that what is certain may be written over what was given. */
export const mayDoubt = ({ steps }: Kernel): boolean => steps.some(({ op }) => DOUBTING.has(op.name))

/** Whether a kernel is a nest of loops. */
export const isNest = (kernel: Kernel): kernel is Nest => kernel.kind === 'rows' || kernel.kind === 'columns'

export const REDUCTIONS: ReadonlySet<string> = new Set(['sumTo', 'max', 'min', 'peak'])

/** The step that checks that a value is finite. */
export const GUARD = { name: 'guard' }
