// A model with the schema of its table: from the rows of any table with the same columns to predictions.
import { encode, type Schema, type Source } from '../../data/index.js'
import { ArgumentError, describe } from '../../errors.js'
import { div, softmax } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import type { SavedScoreModel } from '../glm/scoreModel.js'
import { LogisticModel } from '../logisticRegression.js'
import type { SavedModel } from '../saved/format.js'
import type { AnyModel } from '../saved/fromJSON.js'
import { SoftmaxModel } from '../softmaxModel.js'

/** What JSON calls a model with its schema. */
export const TABLE_FORMAT = 'chainrule/table-model'

/** What a table model consists of. */
export interface TableModelParts {
  /** How columns become features. */
  readonly schema: Schema
  /** A model of these features. */
  readonly model: AnyModel
  /**
   * What scores of classes are divided by before they become probabilities, as `fitTemperature` finds it; 1 unless given. It makes
   * probabilities neither too sure nor too timid, and changes no predicted class.
   */
  readonly temperature?: number
}

/** A model with its schema, written down. */
export interface SavedTableModel {
  /** What the text calls itself. */
  readonly format: typeof TABLE_FORMAT
  /** The version of the format. */
  readonly version: 1
  /** How columns become features. */
  readonly schema: Schema
  /** The model of these features. */
  readonly model: SavedModel | SavedScoreModel
  /** What scores are divided by, where that is not 1. */
  readonly temperature?: number
}

/** What a model says of the rows of a table. */
export interface TablePredictions {
  /** [m], which row of the table each prediction is of, from 0: rows are left out where the schema drops them. */
  readonly rows: Float64Array
  /** [m, k], the probability of each class; `undefined` for a regression of numbers. */
  readonly probabilities: Tensor | undefined
  /** [m], the likeliest class as an index, or the number that is expected. */
  readonly predicted: Tensor
  /** The names of the classes; `undefined` for a regression of numbers. */
  readonly classes: readonly string[] | undefined
}

/** A model of a table: made by `new TableModel({ schema, model })` and `tableModelFromJSON`, and never changed. */
export class TableModel implements TableModelParts {
  readonly schema: Schema
  readonly model: AnyModel
  readonly temperature: number

  /**
   * Throws an `ArgumentError` where the schema has other features than the model, or other classes, and for a temperature that is
   * not above 0 and finite, or of a model without classes.
   */
  constructor({ schema, model, temperature = 1 }: TableModelParts) {
    const d = model.params.theta.shape[0]!
    if (schema.names.length !== d)
      throw new ArgumentError(
        'TableModel',
        `the schema has ${schema.names.length} features, and the model has ${d}`,
      )
    const classes = classesOf(model)
    const { target } = schema
    if (
      classes !== undefined &&
      target?.kind === 'classes' &&
      (classes.length !== target.classes.length || classes.some((name, c) => name !== target.classes[c]))
    )
      throw new ArgumentError(
        'TableModel',
        `the schema has the classes ${shown(target.classes)}, and the model has ${shown(classes)}`,
      )
    if (typeof temperature !== 'number' || !(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
      throw new ArgumentError(
        'TableModel',
        `temperature must be a finite number > 0, got ${describe(temperature)}`,
      )
    if (temperature !== 1 && classes === undefined)
      throw new ArgumentError('TableModel', 'a temperature is for models of classes')
    this.schema = schema
    this.model = model
    this.temperature = temperature
  }

  /** The names of the classes; `undefined` for a regression of numbers. */
  get classes(): readonly string[] | undefined {
    return classesOf(this.model)
  }

  /** Predictions for the rows of a table, whatever other columns it has. Throws a `DataError` that names the column and place. */
  predict(source: Source): TablePredictions {
    const { x, rows } = encode(source, this.schema, { target: false })
    return { rows, ...predictionsOf(this.model, x, this.temperature) }
  }

  /** The model as plain data: `JSON.stringify(model)` writes it, `tableModelFromJSON` reads it back. */
  toJSON(): SavedTableModel {
    const { schema, model, temperature } = this
    return {
      format: TABLE_FORMAT,
      version: 1,
      schema,
      model: model.toJSON(),
      ...(temperature === 1 ? {} : { temperature }),
    }
  }

  /** One line: what is learned from which columns. */
  toString(): string {
    const { schema, model } = this
    const target = schema.target === undefined ? '' : ` of ${describe(schema.target.column)}`
    return `TableModel${target}: ${model.toString()}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** What a model predicts for features. temperature : what scores of classes are divided by, 1 unless given. x : [m, d] */
export function predictionsOf(model: AnyModel, x: Tensor, temperature = 1): Omit<TablePredictions, 'rows'> {
  const predicted = { predicted: model.predict(x), classes: classesOf(model) }
  if (!('predictProba' in model)) return { probabilities: undefined, ...predicted }
  // Log-probabilities are scores less a number for each row, which softmax takes away again.
  const probabilities =
    temperature === 1 ? model.predictProba(x) : softmax(div(model.predictLogProba(x), temperature))
  return { probabilities, ...predicted }
}

const classesOf = (model: AnyModel): readonly string[] | undefined =>
  model instanceof SoftmaxModel || model instanceof LogisticModel ? model.classes : undefined

const shown = (names: readonly string[]): string =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '')
