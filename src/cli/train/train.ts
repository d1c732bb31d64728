// `chainrule train`: from a table to a model at its optimum, with what was found said in the user's own columns.
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { learnSchema } from '../../data/index.js'
import { DataError } from '../../errors.js'
import { TableModel } from '../../models/index.js'
import { checkPlace, writeWhole } from '../../models/node/write.js'
import { exitWith, UNDECIDED, WRONG } from '../exit.js'
import { irisFile, makeDirectory, removeEmpty } from '../files.js'
import { progressOf } from '../progress.js'
import { jsonOf } from '../report.js'
import { schemaOptionsOf, tableIn } from '../table.js'
import { calibrated } from './calibrate.js'
import { checksOf } from './checks.js'
import { learn } from './learn.js'
import { markdownOf } from './markdown.js'
import type { TrainFlags } from './options.js'
import { partsOf } from './parts.js'
import { picturesOf } from './pictures.js'
import { checkTarget, inTable } from './refuse.js'
import { reportOf } from './report.js'
import { textOf } from './text.js'

/** What is written to --out, beside the pictures. */
const [MODEL, MARKDOWN, JSON_REPORT] = ['model.json', 'report.md', 'report.json']

/** Trains and reports; the exit code is 1 where a gradient check fails, and 2 where no optimum was reached or nothing was compared. */
export async function train(file: string | undefined, flags: TrainFlags): Promise<void> {
  const path = file ?? irisFile()
  // Before the work, so that it is not lost for a path that was mistyped.
  const made = flags.out === undefined ? [] : makeDirectory(flags.out)
  try {
    await checkPlaces(flags)
    await trainInto(path, flags)
  } catch (error) {
    removeEmpty(made)
    throw error
  }
}

async function trainInto(path: string, flags: TrainFlags): Promise<void> {
  const source = await tableIn(path, flags)
  const schema = learnSchema(source, schemaOptionsOf(flags))
  checkTarget(source, schema, flags)
  const parts = partsOf(path, source, schema, flags)

  const progress = progressOf(flags.quiet !== true && flags.json !== true)
  const fit = inTable(path, schema, () => learn(parts, schema, flags, progress.onEpoch))
  const { refit } = fit
  const calibration =
    flags.calibrate && refit !== undefined
      ? inTable(path, schema, () => calibrated(refit, parts.train, flags.seed))
      : undefined
  progress.clear()
  const checks = checksOf(fit, parts.train, flags.seed)
  const report = reportOf({ path, source, schema, parts, fit, calibration, checks, flags })
  const model = new TableModel({
    schema,
    model: fit.model,
    ...(calibration === undefined ? {} : { temperature: calibration.temperature }),
  })

  if (flags.json) console.log(jsonOf(report))
  else if (!flags.quiet) console.log(textOf(report).join('\n'))

  const written: string[] = []
  const write = async (place: string, text: string): Promise<void> => {
    await writeWhole(place, text)
    written.push(place)
  }
  const tells = !flags.quiet && !flags.json
  if (flags.out !== undefined) {
    const pictures = await picturesOf(report, fit, parts, basename(path))
    if (pictures === undefined && tells)
      console.log('\nNo pictures: to have them, npm install @observablehq/plot linkedom')
    for (const { name, svg } of pictures ?? []) await write(join(flags.out, name), svg)
    await write(join(flags.out, MARKDOWN), markdownOf(report, pictures?.map(({ name }) => name) ?? []))
    await write(join(flags.out, JSON_REPORT), `${jsonOf(report, 2)}\n`)
    await write(join(flags.out, MODEL), `${JSON.stringify(model)}\n`)
  }
  if (flags.save !== undefined) await write(flags.save, `${JSON.stringify(model)}\n`)
  if (tells)
    console.log(
      written.length > 0
        ? `\nWrote ${written.join(', ')}.`
        : '\nNothing was written: --out names a folder for model, report and pictures.',
    )

  const { comparisons } = checks
  if (comparisons.some(({ holds, compared }) => compared > 0 && !holds)) exitWith(WRONG)
  else if (!fit.reached || comparisons.some(({ compared }) => compared === 0)) exitWith(UNDECIDED)
}

/** Refuses places that cannot be written, or hold something that nobody asked to overwrite. */
async function checkPlaces({ out, save, overwrite }: TrainFlags): Promise<void> {
  if (out !== undefined) {
    for (const name of [MODEL, MARKDOWN, JSON_REPORT]) {
      const place = join(out, name)
      await checkPlace(place)
      if (!overwrite && existsSync(place))
        throw new DataError(place, 'is there already; give another --out, or --overwrite')
    }
  }
  if (save !== undefined) await checkPlace(save)
}
