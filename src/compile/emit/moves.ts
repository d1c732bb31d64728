// Blocks: each input of a concat, or what is put among zeros, is written where it belongs.
import type { Local } from '../../kernels/wasm/assembler.js'
import type { Int } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import type { Cut } from '../../ops/slice.js'
import type { Place } from '../plan.js'
import { addressOf, fill, fillRows, loadLanes, plus, type Scope, storeLanes } from './scope.js'

/** A block that is to be written: where it is read, and the cut of the output that it fills. */
export interface Block {
  readonly from: Place
  readonly cut: Cut
}

/** Writes blocks, over zeros or over all of the output; `room` is what the output has, in bytes. Over zeros they are added: blocks may meet, and −0 becomes 0. */
export function writeBlocks(
  scope: Scope,
  blocks: readonly Block[],
  to: Place,
  room: number,
  isFilled: boolean,
): void {
  if (!isFilled) {
    if (to.isBatched && to.area !== 'part' && scope.part !== undefined) fillRows(scope, to, 0)
    else fill(scope, to, room, 0)
  }
  for (const { from, cut } of blocks) {
    const { starts, steps, shape } = cut
    const offset = starts.reduce((sum, start, i) => sum + start * to.strides[i]!, 0) * to.bytes
    const strides = to.strides.map((stride, i) => stride * steps[i]!)
    const target = plus(addressOf(scope, to), offset)
    writeBlock(scope, from, { ...to, strides }, shape, target, !isFilled)
  }
}

function writeBlock(
  scope: Scope,
  from: Place,
  to: Place,
  shape: Cut['shape'],
  target: Int,
  add: boolean,
): void {
  const { f, plan, part } = scope
  const { lanes } = plan
  const isDynamic = part !== undefined && to.isBatched
  const move = (p: Local<'i32'>, q: Local<'i32'>, stepP: number, stepQ: number, count: number): void => {
    const x = loadLanes(scope, from, p, 0, stepP, count)
    const value = add ? lanes.add(x, loadLanes(scope, to, q, 0, stepQ, count)) : x
    storeLanes(scope, q, 0, stepQ, value, count)
  }
  const along = (axis: number, p: Int, q: Int): void => {
    const [i, source, goal] = f.locals('i32')
    f.set(source, i32.of(p))
    f.set(goal, i32.of(q))
    const [stepP, stepQ] = [from.strides[axis] ?? 0, to.strides[axis] ?? 0]
    const isInner = axis >= shape.length - 1 && !(axis === 0 && isDynamic)
    f.set(i, i32.of(0))
    if (!isInner) {
      f.upTo(i, axis === 0 && isDynamic ? part!.count : shape[axis]!, 1, () => {
        along(axis + 1, source, goal)
        f.advance(source, stepP * from.bytes)
        f.advance(goal, stepQ * to.bytes)
      })
      return
    }
    const n = shape[axis] ?? 1
    const whole = n - (n % lanes.count)
    if (whole > 0)
      f.upTo(i, whole, lanes.count, () => {
        move(source, goal, stepP, stepQ, lanes.count)
        f.advance(source, stepP * lanes.count * from.bytes)
        f.advance(goal, stepQ * lanes.count * to.bytes)
      })
    if (whole < n) move(source, goal, stepP, stepQ, n - whole)
  }
  along(0, addressOf(scope, from), target)
}
