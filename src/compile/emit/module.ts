// The module of a planned program: a function for each kernel, and for each stage what comes before its loop over the batch, a share of that loop, and what comes after.
import { Assembler, type Body, type Callable, call } from '../../kernels/wasm/assembler.js'
import type { Bytes } from '../../kernels/wasm/encode.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { f64x2 } from '../../kernels/wasm/instructions.js'
import * as memory from '../../kernels/wasm/memory.js'
import * as v128 from '../../kernels/wasm/v128.js'
import { narrowed, widened } from '../../kernels/wasm/wide.js'
import type { Plan } from '../plan.js'
import { FLAG } from '../room.js'
import { isNest, type Kernel } from '../schedule.js'
import { writeColumns } from './columns.js'
import { type Track, writeLoop } from './loop.js'
import { writeRows } from './rows.js'
import { addressOf, least, type Part, placeIn, type Scope, whenSure } from './scope.js'
import { type Single, singleOf } from './singles.js'

/** How a module is written. */
export interface ModuleOptions {
  /** Whether a·b + c may be rounded once. */
  readonly fma: boolean
  /** How calls follow one another without leaving the module: as `loop(count, from)`. */
  readonly loop?: Track | undefined
  /** The limits of a memory that threads share; one of any size otherwise. */
  readonly limits?: readonly number[]
}

/**
 * What a module has: `main()` runs everything and returns the flag. For threads, of each stage i with a loop over the
 * batch, `before_i()`, `share_i(share, part)` with the address of the room for a part, `after_i()`.
 */
export interface ModuleFunctions {
  readonly main: () => number
  readonly [name: string]: (...args: number[]) => number | undefined
}

/** The binary of a planned program's module. */
export function moduleOf(plan: Plan, { fma, limits, loop }: ModuleOptions): Bytes {
  const assembler = new Assembler(limits)
  const { lanes } = plan
  const scopeOf = (f: Body, part?: Part): Scope => ({ f, plan, writer: { f, lanes, fma }, part })
  const single = singleOf(assembler, plan, fma)
  const isStored = (x: number): boolean => plan.placeOf(x) !== undefined

  const write = (kernel: Kernel, own: Single | undefined, scope: Scope): void => {
    if (kernel.kind === 'rows') writeRows(scope, kernel, isStored)
    else if (kernel.kind === 'columns') writeColumns(scope, kernel, isStored)
    else own!.run(scope)
  }
  const stages = plan.schedule.regions.map(({ isBatched, kernels }, i) => {
    const written = kernels.map((kernel, j) => {
      const name = `kernel_${i}_${j}`
      const own = isNest(kernel) ? undefined : single(kernel, name, isBatched)
      const run = isBatched
        ? assembler.define(name, (f, start, count, part, sums) =>
            write(kernel, own, scopeOf(f, { start, count, part, sums })),
          )
        : assembler.define(name, f => {
            own?.prepare(scopeOf(f))
            const isLate =
              kernel.kind === 'columns' && kernel.steps.some(step => plan.instead.has(step.output))
            if (isLate) whenSure(scopeOf(f), () => write(kernel, own, scopeOf(f)))
            else write(kernel, own, scopeOf(f))
          })
      return { run, prepare: own?.prepare }
    })
    if (!isBatched)
      return assembler.define(`stage_${i}`, f => {
        for (const { run } of written) f.run(call(run))
      })
    const before = assembler.define(`before_${i}`, f => {
      for (const { prepare } of written) prepare?.(scopeOf(f))
    })
    const share = writeShare(
      assembler,
      plan,
      i,
      written.map(({ run }) => run),
    )
    const sums = kernels.flatMap(({ steps }) =>
      steps.map(step => step.output).filter(x => x >= 0 && plan.isSum(x)),
    )
    const after = writeCombine(assembler, scopeOf, plan, i, sums)
    return assembler.define(`stage_${i}`, f => {
      const [at] = f.locals('i32')
      f.run(call(before))
      f.set(at, i32.of(0))
      f.upTo(at, plan.shares, 1, () => f.run(call(share, at, plan.part0)))
      f.run(call(after))
    })
  })
  const start = assembler.define('start', f => {
    f.run(i32.store(plan.base + FLAG, 0))
    if (plan.sumsBytes > 0) f.run(memory.fill(plan.sums0, 0, plan.sumsBytes * plan.shares))
  })
  const main = assembler.defineInt('main', f => {
    f.run(call(start))
    for (const stage of stages) f.run(call(stage))
    return i32.load(plan.base + FLAG)
  })
  if (loop !== undefined) writeLoop(assembler, scopeOf, main, loop)
  return assembler.bytes()
}

/** The loop over a share of the batch, part by part. */
function writeShare(assembler: Assembler, plan: Plan, i: number, kernels: readonly Callable[]): Callable {
  return assembler.define(`share_${i}`, (f, share, part) => {
    const [row, end, count] = f.locals('i32')
    f.set(row, i32.mul(share, plan.share))
    least(f, end, i32.add(row, plan.share), plan.rows)
    const sums = f.let(i32.mul(share, plan.sumsBytes))
    f.upTo(row, end, plan.part, () => {
      least(f, count, i32.sub(end, row), plan.part)
      for (const kernel of kernels) f.run(call(kernel, row, count, part, sums))
    })
  })
}

/** Adds the sums of all shares, in their order and in float64, into those of the first. */
function writeCombine(
  assembler: Assembler,
  scopeOf: (f: Body) => Scope,
  plan: Plan,
  i: number,
  sums: readonly number[],
): Callable {
  const { lanes, shares, sumsBytes } = plan
  return assembler.define(`after_${i}`, f => {
    if (shares === 1) return
    for (const x of sums) {
      const place = placeIn(scopeOf(f), x)
      const [at, from, share] = f.locals('i32')
      f.set(at, i32.of(addressOf(scopeOf(f), place)))
      const end = f.let(i32.add(at, plan.roomOf(x)))
      const totals = Array.from({ length: lanes.bytes === 4 ? 2 : 1 }, () => f.local('v128'))
      f.upTo(at, end, 16, () => {
        for (const total of totals) f.set(total, f64x2.of(0))
        f.set(from, at)
        f.set(share, i32.of(0))
        f.upTo(share, shares, 1, () => {
          for (const [half, wide] of widened(f, lanes, v128.load(from)).entries())
            f.set(totals[half]!, f64x2.add(totals[half]!, wide))
          f.advance(from, sumsBytes)
        })
        const [low, high] = totals
        f.run(v128.store(at, high === undefined ? low! : narrowed(low!, high)))
      })
    }
  })
}
