// A point at which formulas have values.

/** The size of each dimension, and a value for each symbol that is not defined by others. */
export interface Point {
  readonly sizes: Readonly<Record<string, number>>
  /** In row-major order. Classes count from 1. */
  readonly values: Readonly<Record<string, Float64Array>>
}
