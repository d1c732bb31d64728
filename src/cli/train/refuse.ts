// What cannot be trained, said before the work or in place of what the library says: with the user's columns, rows and flags.
import type { Schema, Source } from '../../data/index.js'
import { ArgumentError, DataError, describe } from '../../errors.js'
import { DivergenceError } from '../../optim/index.js'
import type { TrainFlags } from './options.js'

/** A step scores every class for every row. More scores than this take minutes a step, and a training has a hundred steps. */
const MOST_SCORES = 2 ** 33

/** Refuses targets that no training ends with: ids as classes, and numbers below 0 as counts. */
export function checkTarget(source: Source, { rows, target }: Schema, flags: TrainFlags): void {
  if (target === undefined) return
  const column = describe(target.column)
  if (target.kind === 'classes') {
    const k = target.classes.length
    if (rows * k > MOST_SCORES)
      throw new DataError(
        source.name,
        `column ${column}: ${k} classes for ${rows} rows are ${(rows * k).toPrecision(2)} scores in each step, which are too many; if they are names of the rows, name another column with --target, else join rare ones`,
      )
  } else if (flags.model === 'poisson') {
    const place = source.columns.indexOf(target.column)
    for (const block of source.blocks([place])) {
      const { values } = block.numbers(place)
      const at = values.findIndex(value => value < 0)
      if (at >= 0)
        throw block.error(
          `column ${column}: ${values[at]} is below 0, and --model poisson is for counts; --model linear takes any numbers`,
          at,
          place,
        )
    }
  }
}

/** Does what may be refused for reasons that lie in the table or the flags, and says these. */
export function inTable<T>(path: string, { target }: Schema, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DivergenceError) {
      const loss = Number.isFinite(error.loss) ? 'the gradient has no end' : `the loss is ${error.loss}`
      throw new DataError(
        path,
        `descent ran away, ${loss} in epoch ${error.epoch + 1}; give a smaller --learning-rate, or none of the flags of descent`,
      )
    }
    // Rows are counted in a part of the table here, which nobody can look up.
    const alone = error instanceof ArgumentError ? /: class (\d+) has one row, /.exec(error.message) : null
    if (alone === null || target?.kind !== 'classes') throw error
    throw new DataError(
      path,
      `class ${describe(target.classes[Number(alone[1])])} has one row to train on: where that tests a fold of --cv or --calibrate, none is left to learn from; remove the row, join the class with another, or leave these out`,
    )
  }
}
