// Stairs: what float32 inside a function of float64 makes of a slope, flat from near by and right from afar.

import type { Derivative, Task } from './derivative.js'
import { measured } from './levels.js'
import { type Level, UNEVEN } from './stencil.js'

/**
 * What was found at steps smaller than usual, unless f is a staircase, as float32 inside a function of float64 makes it: then
 * slopes from farther away are not among those that it has in between, against the mean value theorem.
 */
export function unlessStaircase(
  task: Task,
  near: Derivative,
  levels: ReadonlyMap<number, Level>,
  first: number,
): Derivative {
  if (near.kind !== 'smooth' || near.step >= 2 ** first) return near
  const far = measured(task, levels, first)
  if (far.kind !== 'smooth') return near
  const apart = Math.max(Math.abs(far.derivative), Math.abs(far.derivative - near.derivative))
  const ulps = (Math.abs(task.rungs.x) + far.step) * 2 ** -46
  const tiny = Math.max(near.step / 512, (16 * near.noise) / apart, ulps)
  const places = UNEVEN.map(share => {
    const [left, middle, right] = [-1, 0, 1].map(side => task.rungs.off(far.step * share + side * tiny))
    return { at: middle!, slopes: [secant(left!, middle!), secant(middle!, right!)] }
  })
  // An edge of a step may lie between two of the three, but hardly on both sides: the more usual slope counts.
  const all = places.flatMap(({ slopes }) => slopes).sort((p, q) => p - q)
  const usual = all[all.length >> 1]!
  const slopes = places.map(({ slopes: [p, q] }) => (Math.abs(p! - usual) < Math.abs(q! - usual) ? p! : q!))
  const [least, most] = [Math.min(...slopes), Math.max(...slopes)]
  const slack = most - least + (4 * near.noise) / tiny
  const staircase = places.slice(1).some(({ at }, i) => {
    const slope = secant(places[i]!.at, at)
    return slope < least - slack || slope > most + slack
  })
  return staircase ? { ...far, within: near } : near
}

type Point = readonly [value: number, t: number]

const secant = ([p, from]: Point, [q, to]: Point): number => (q - p) / (to - from)
