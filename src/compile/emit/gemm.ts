// The general product: packed panels and the tiles of the eager kernel, on what lies in the program's memory.
import { type Callable, call, type Local } from '../../kernels/wasm/assembler.js'
import type { Int } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import type { Place } from '../plan.js'
import { blockBytes, KC, MC, NC } from '../room.js'
import { addressOf, least, type Scope, targetOf } from './scope.js'

/** The functions that work on packed panels. */
export interface GemmFunctions {
  readonly packA: Callable
  readonly packB: Callable
  readonly product: Callable
}

/** A factor: where it lies, and how far its neighbours lie apart, down and across, in values. */
export interface Matrix {
  readonly place: Place
  readonly strides: readonly [down: number, across: number]
}

/** An axis of batches: how many there are, and how many bytes a step leads on in A, in B and in C. */
export interface Batches {
  readonly extent: number
  readonly steps: readonly [number, number, number]
}

/**
 * C[m, n] (+)= A[m, k] · B[k, n]. m or k may be the rows of a part. `packed` is where blocks are packed; C's rows are
 * `pitch` values apart, and it has room for whole tiles. `batches` are axes around the matrices.
 */
export function writeGemm(
  scope: Scope,
  { packA, packB, product }: GemmFunctions,
  [a, b, c]: readonly [Matrix, Matrix, Place],
  [m, k, n]: readonly [Int, Int, number],
  packed: Int,
  add: boolean,
  batches: readonly Batches[] = [],
): void {
  const { f, plan } = scope
  const { bytes } = plan.lanes
  const [downA, acrossA, downB, acrossB, downC] = [...a.strides, ...b.strides, c.strides.at(-2)!].map(
    stride => stride * bytes,
  ) as [number, number, number, number, number]
  const inPacked = f.let(i32.of(packed))
  const packedB = f.let(i32.add(inPacked, blockBytes(plan.lanes)))
  const blocks = (extent: Int, size: number, body: (at: Local<'i32'>, count: Local<'i32'>) => void): void => {
    const at = f.local('i32')
    f.set(at, i32.of(0))
    f.upTo(at, extent, size, () => {
      const count = f.local('i32')
      least(f, count, i32.sub(extent, at), size)
      body(at, count)
    })
  }
  const fromA = f.let(i32.of(addressOf(scope, a.place)))
  const fromB = f.let(i32.of(addressOf(scope, b.place)))
  const to = f.let(i32.of(targetOf(scope, c)))
  const one = (): void =>
    blocks(n, NC, (j, columns) =>
      blocks(k, KC, (depth, deep) => {
        const corner = i32.add(fromB, i32.add(i32.mul(depth, downB), i32.mul(j, acrossB)))
        f.run(call(packB, packedB, corner, columns, deep, acrossB, downB))
        const isLater = add ? 1 : i32.ne(depth, 0)
        blocks(m, MC, (i, rows) => {
          const own = i32.add(fromA, i32.add(i32.mul(i, downA), i32.mul(depth, acrossA)))
          f.run(call(packA, inPacked, own, rows, deep, downA, acrossA))
          const target = i32.add(to, i32.add(i32.mul(i, downC), i32.mul(j, bytes)))
          f.run(call(product, rows, columns, deep, inPacked, packedB, target, downC, isLater))
        })
      }),
    )
  const each = ([axis, ...inner]: readonly Batches[]): void => {
    if (axis === undefined) {
      one()
      return
    }
    const at = f.local('i32')
    const places = [fromA, fromB, to] as const
    f.set(at, i32.of(0))
    f.upTo(at, axis.extent, 1, () => {
      each(inner)
      for (const [i, p] of places.entries()) f.advance(p, axis.steps[i]!)
    })
    for (const [i, p] of places.entries()) f.advance(p, -axis.steps[i]! * axis.extent)
  }
  each(batches)
}
