// How much of what takes long is tried: a part in `npm test`, all of it in `npm run score`, which sets vitest's mode.
const whole = process.env.TEST_WHOLE === 'true'

/** All of a list, or in `npm test` the first of every `n`. */
export const part = <T>(list: readonly T[], n: number): readonly T[] =>
  whole ? list : list.filter((_, i) => i % n === 0)

/** So many runs of a property in `npm test`, and ten times as many in all. */
export const runs = (n: number): number => (whole ? 10 * n : n)
