// `chainrule inspect`: what is in a table, or in a model.
import { learnSchema, type Schema, type Source } from '../data/index.js'
import { type AnyModel, TableModel } from '../models/index.js'
import { loadAnyModel } from '../models/node/index.js'
import { aligned, plural } from './report.js'
import { type ColumnFlags, schemaOptionsOf, tableIn } from './table.js'

/** The flags of `chainrule inspect`. */
export interface InspectFlags extends ColumnFlags {
  readonly json?: boolean
}

/** Prints what a table or a model consists of. */
export async function inspect(path: string, flags: InspectFlags): Promise<void> {
  if (/\.json$/i.test(path)) {
    const model = await loadAnyModel(path)
    if (flags.json) console.log(JSON.stringify(model))
    else console.log(modelLines(path, model).join('\n'))
    return
  }
  const source = await tableIn(path, flags)
  const schema = learnSchema(source, schemaOptionsOf(flags))
  if (flags.json) console.log(JSON.stringify({ version: 1, file: path, found: source.found ?? [], schema }))
  else console.log(tableLines(path, source, schema).join('\n'))
}

function tableLines(path: string, source: Source, schema: Schema): readonly string[] {
  const { target, features, names, warnings, rows } = schema
  return [
    `${path}: ${plural(rows, 'row')}, ${plural(source.columns.length, 'column')}`,
    ...(source.found ?? []).map(sentence => `found     ${sentence}`),
    '',
    ...aligned(
      [
        ['column', 'kind', 'what it becomes'],
        ...features.map(feature => [feature.column, feature.kind, becomes(feature)]),
        ...(target === undefined
          ? []
          : [
              [
                target.column,
                'target',
                target.kind === 'number'
                  ? 'a number to regress on'
                  : plural(target.classes.length, 'class', 'classes'),
              ],
            ]),
      ],
      false,
    ),
    '',
    `${plural(names.length, 'feature')} to learn from`,
    ...warnings.map(({ column, message }) => `warning   ${column}: ${message}`),
  ]
}

function becomes(feature: Schema['features'][number]): string {
  const filled = feature.indicator ? `, and whether it is missing (filled with ${feature.fill})` : ''
  if (feature.kind === 'numeric') return `itself${filled}`
  if (feature.kind === 'boolean') return `1 for ${feature.yes}, 0 for ${feature.no}${filled}`
  const [reference, ...others] = feature.categories
  const more = feature.other ? ', (other)' : ''
  const shown = others.slice(0, 5).join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '')
  return `1 each for ${shown}${more}; none for ${reference}${filled}`
}

function modelLines(path: string, model: AnyModel | TableModel): readonly string[] {
  const inner = model instanceof TableModel ? model.model : model
  const names = model instanceof TableModel ? model.schema.names : inner.featureNames
  return [
    `${path}: ${model.toString()}`,
    ...(names === undefined
      ? []
      : [
          `features  ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`,
        ]),
  ]
}
