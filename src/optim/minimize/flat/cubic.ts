// Where a line search tries next: a step from the polynomials through two points.

/** A step along a line, the function there, and its slope. */
export interface Place {
  readonly step: number
  readonly value: number
  readonly slope: number
}

/** An interval that a minimum is looked for in: its best end, and the other one where there is one. */
export interface Interval<P extends Place = Place> {
  readonly best: P
  readonly other: P | undefined
}

/** The minimum of the cubic with the values and slopes of a and b; `towards` is the sign of the way from a to where it lies. */
function cubicStep(a: Place, b: Place, towards: number): number {
  const theta = (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope))
  const square = (theta / scale) ** 2 - (a.slope / scale) * (b.slope / scale)
  const gamma = Math.sign(towards) * scale * Math.sqrt(Math.max(0, square))
  const p = gamma - a.slope + theta
  const q = gamma - a.slope + gamma + b.slope
  return a.step + (p / q) * (b.step - a.step)
}

/** Where the slope is zero on the line through the slopes of a and b. */
const secantStep = (a: Place, b: Place): number =>
  a.step + (a.slope / (a.slope - b.slope)) * (b.step - a.step)

/** Where the parabola with a's value and slope and b's value is lowest. */
const parabolaStep = (a: Place, b: Place): number =>
  a.step + (a.slope / ((a.value - b.value) / (b.step - a.step) + a.slope) / 2) * (b.step - a.step)

const nearer = (to: number, p: number, q: number) => (Math.abs(p - to) < Math.abs(q - to) ? p : q)
const farther = (from: number, p: number, q: number) => (Math.abs(p - from) > Math.abs(q - from) ? p : q)

/**
 * The next step and interval, after a trial (J. J. Moré and D. J. Thuente, "Line search algorithms with guaranteed sufficient
 * decrease", 1994, section 4). As long as the interval has one end only, the step stays within `least` … `most`.
 *
 * tilt : a slope that is taken off the function first
 */
export function nextStep<P extends Place>(
  { best, other }: Interval<P>,
  trial: P,
  [least, most]: readonly [number, number],
  tilt: number,
): { readonly step: number; readonly interval: Interval<P> } {
  const level = ({ step, value, slope }: Place): Place => ({
    step,
    value: value - tilt * step,
    slope: slope - tilt,
  })
  const [a, t, b] = [level(best), level(trial), other && level(other)]
  const forward = t.step - a.step
  if (t.value > a.value) {
    // The minimum lies between, closer to the better end.
    const [cubic, parabola] = [cubicStep(a, t, forward), parabolaStep(a, t)]
    const isCloser = Math.abs(cubic - a.step) < Math.abs(parabola - a.step)
    return { step: isCloser ? cubic : (cubic + parabola) / 2, interval: { best, other: trial } }
  }
  if (t.slope * Math.sign(a.slope) < 0) {
    // Lower, and past the minimum.
    const step = farther(t.step, cubicStep(t, a, -forward), secantStep(t, a))
    return { step, interval: { best: trial, other: best } }
  }
  const interval = { best: trial, other }
  if (Math.abs(t.slope) < Math.abs(a.slope)) {
    // Lower, and flatter: the minimum lies beyond. The cubic counts where it has its minimum there.
    const [cubic, secant] = [cubicBeyond(a, t, least, most), secantStep(t, a)]
    if (b === undefined) {
      return { step: Math.min(most, Math.max(least, farther(t.step, cubic, secant))), interval }
    }
    const bound = t.step + 0.66 * (b.step - t.step)
    const step = nearer(t.step, cubic, secant)
    return { step: forward > 0 ? Math.min(bound, step) : Math.max(bound, step), interval }
  }
  // Lower, and as steep or steeper.
  if (b === undefined) return { step: forward > 0 ? most : least, interval }
  return { step: cubicStep(t, b, t.step - b.step > 0 ? -1 : 1), interval }
}

/** The minimum of the cubic beyond the trial, or the end of what is allowed where there is none. */
function cubicBeyond(best: Place, trial: Place, least: number, most: number): number {
  const step = cubicStep(trial, best, best.step - trial.step)
  const isBeyond = (step - trial.step) * (trial.step - best.step) > 0
  return isBeyond ? step : trial.step > best.step ? most : least
}
