// Kernels of one step: what each needs to know of its places, and what it packs before a loop over the batch begins.
import type { Assembler } from '../../kernels/wasm/assembler.js'
import { writeGemm as writeGemmFunctions } from '../../kernels/wasm/gemm.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { type Shape, sizeOf, stridesOf } from '../../shape.js'
import { cutsOf } from '../cuts.js'
import type { Place, Plan } from '../plan.js'
import type { Value } from '../program.js'
import { type Single as Kernel, Unsupported } from '../schedule.js'
import { type GemmFunctions, writeGemm } from './gemm.js'
import { writeBlocks } from './moves.js'
import { writePick, writeScatter, writeTake } from './picks.js'
import { writeDots, writeExpand, writePackDots, writeTurn, writeUpdates } from './products.js'
import { fill, placeIn, rowsOf, type Scope } from './scope.js'

/** A kernel of one step, as code for whoever runs it. */
export interface Single {
  /** What is to be done once, before all rows. */
  readonly prepare: (scope: Scope) => void
  readonly run: (scope: Scope) => void
}

const nothing = (): void => {}

type Two = readonly [number, number]

/** Makes kernels of one step; the functions that they share are written once. */
export function singleOf(
  assembler: Assembler,
  plan: Plan,
  fma: boolean,
): (kernel: Kernel, name: string, isBatched: boolean) => Single {
  const { specs } = plan.program
  let gemm: GemmFunctions | undefined
  const shapeOf = (x: Value): Shape => specs[x]!.shape
  const placeOf = (x: Value): Place => placeIn({ plan }, x)

  function product(kernel: Kernel, name: string, isBatched: boolean): Single {
    const [step] = kernel.steps
    const { inputs, output, params } = step
    const [a, b] = inputs as readonly [Value, Value]
    const { transposeA, transposeB } = params as { transposeA: boolean; transposeB: boolean }
    const [m, n] = shapeOf(output).slice(-2) as unknown as Two
    const depth = shapeOf(a).at(transposeA ? -2 : -1)!
    const [atA, atB, atC] = [placeOf(a), placeOf(b), placeOf(output)]
    const turned = ({ strides }: Place, isTurned: boolean): Two => {
      const [down, across] = strides.slice(-2) as [number, number]
      return isTurned ? [across, down] : [down, across]
    }
    const [stridesA, stridesB] = [turned(atA, transposeA), turned(atB, transposeB)]
    switch (kernel.kind) {
      case 'dots': {
        contiguous(stridesA[1])
        // Tiles reach beyond the last row, and there may be nothing before the first one.
        if (stridesA[0] < 0) throw new Unsupported('a product of rows from the last on')
        const packed = plan.packOf(step)
        const x = { ...atA, strides: stridesA }
        return {
          prepare: scope => writePackDots(scope, atB, stridesB, depth, n, packed),
          run: writeDots(assembler, plan, name, [x, atC], [m, depth, n], packed, fma),
        }
      }
      case 'expand': {
        const [left, right] = [
          { ...atA, strides: stridesA },
          { ...atB, strides: stridesB },
        ]
        contiguous(atC.strides[1]!)
        if (stridesB[1] === 1)
          return { prepare: nothing, run: scope => writeExpand(scope, [left, right, atC], [depth, n], fma) }
        const packed = plan.packOf(step)
        const pitch = Math.ceil(n / plan.lanes.count) * plan.lanes.count
        const own: Place = {
          ...atB,
          address: packed,
          strides: [pitch, 1],
          area: 'call',
          bytes: plan.lanes.bytes,
        }
        return {
          prepare: scope => writeTurn(scope, atB, stridesB, depth, n, packed),
          run: scope => writeExpand(scope, [left, own, atC], [depth, n], fma),
        }
      }
      case 'updates': {
        // The narrow factor meets each block of the wide one; the result is stored as rows of the wide one's columns.
        const isWideFirst = m > n
        const [wide, narrow] = isWideFirst ? [atA, atB] : [atB, atA]
        const [stridesWide, stridesNarrow] = isWideFirst
          ? [[stridesA[1], stridesA[0]] as const, stridesB]
          : [stridesB, [stridesA[1], stridesA[0]] as const]
        contiguous(stridesWide[1]!)
        // The loop over rows counts by where they lie.
        if (stridesWide[0] <= 0)
          throw new Unsupported('a product of one row, repeated, or of rows from the last on')
        return {
          prepare: nothing,
          run: writeUpdates(
            assembler,
            plan,
            name,
            [{ ...wide, strides: stridesWide }, { ...narrow, strides: stridesNarrow }, atC],
            [depth, Math.max(m, n), Math.min(m, n)],
            isWideFirst ? atC.strides[1]! : atC.strides[0]!,
            fma,
          ),
        }
      }
      default: {
        gemm ??= writeGemmFunctions(assembler, plan.lanes, '', fma)
        const functions = gemm
        contiguous(atC.strides.at(-1)!)
        const isSum = isBatched && plan.isSum(output)
        // Axes of batches, and how far a step along them leads in each factor and in the result; 0 where a factor serves all.
        const lead = shapeOf(output).slice(0, -2)
        const batches = lead.map((extent, i) => ({
          extent,
          steps: [a, b, output].map((x, at) => {
            const axis = i - lead.length + shapeOf(x).length - 2
            const { strides } = [atA, atB, atC][at]!
            return axis < 0 || shapeOf(x)[axis] === 1 ? 0 : strides[axis]! * plan.lanes.bytes
          }) as [number, number, number],
        }))
        return {
          prepare: nothing,
          run: scope =>
            writeGemm(
              scope,
              functions,
              [{ place: atA, strides: stridesA }, { place: atB, strides: stridesB }, atC],
              [isSum ? m : rowsOf(scope, m), isSum ? rowsOf(scope, depth) : depth, n],
              scope.part === undefined ? plan.scratch.call : i32.add(scope.part.part, plan.scratch.part),
              isSum,
              batches,
            ),
        }
      }
    }
  }

  function picked({ kind, steps: [step] }: Kernel, isBatched: boolean): Single {
    const { axis, along } = step.params as { axis: number; along: boolean }
    const [x, indices] = step.inputs as readonly [Value, Value]
    const whole = kind === 'scatter' ? shapeOf(step.output) : shapeOf(x)
    const isPick = kind === 'pick'
    if (
      specs[indices]!.dtype !== 'int32' ||
      along !== isPick ||
      axis !== (isPick ? 1 : 0) ||
      whole.length > 2
    )
      throw new Unsupported('an index of this kind')
    const at = placeOf(indices)
    const flat = sizeOf(shapeOf(indices))
    const own = shapeOf(indices)
    const isFlat =
      own.length < 2 || (isPick && own.length === 2) || at.strides.every((s, i) => s === stridesOf(own)[i])
    if (!isFlat || (isPick && own[1] !== undefined && own[1] !== 1))
      throw new Unsupported('an index of this kind')
    const list = { ...at, strides: [own.length < 2 || isPick ? (at.strides[0] ?? 0) : 1] }
    const n = whole[axis]!
    const width = whole.length === 2 ? whole[1]! : 1
    const [from, to] = [placeOf(x), placeOf(step.output)]
    if (isPick) return { prepare: nothing, run: scope => writePick(scope, from, list, to, flat, n) }
    if (kind === 'take') {
      if (from.isBatched) throw new Unsupported('rows read from a batch')
      return { prepare: nothing, run: scope => writeTake(scope, { place: from, n, width }, list, to, flat) }
    }
    return {
      prepare: nothing,
      run: scope => {
        // Sums over the batch start from nothing before its loop.
        if (!isBatched) fill(scope, to, plan.roomOf(step.output), 0)
        writeScatter(scope, from, list, { place: to, n, width }, flat)
      },
    }
  }

  function placed({ steps: [step] }: Kernel): Single {
    const cuts = cutsOf(step, shapeOf)
    const blocks = step.inputs.map((x, i) => ({ from: placeOf(x), cut: cuts[i]! }))
    const isFilled = step.op.name === 'concat'
    return {
      prepare: nothing,
      run: scope => writeBlocks(scope, blocks, placeOf(step.output), plan.roomOf(step.output), isFilled),
    }
  }

  return (kernel, name, isBatched) => {
    if (kernel.kind === 'place') return placed(kernel)
    return kernel.steps[0].op.name === 'matmul' ? product(kernel, name, isBatched) : picked(kernel, isBatched)
  }
}

/** Refuses factors whose values do not lie one beside the other. */
function contiguous(stride: number): void {
  if (stride !== 1) throw new Unsupported('a product of what lies apart')
}
