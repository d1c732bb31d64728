#!/usr/bin/env node
// The command `chainrule`: train, predict, check. Exit codes: 0 done, 1 failed, 2 misused; those of check are in its help.
import { readFileSync } from 'node:fs'
import { Command, CommanderError, Option } from 'commander'
import { ChainruleError } from '../errors.js'
import type { CheckOptions } from './check.js'
import { count, delimiter, fraction, natural, nonNegative, positive, wholeNumber } from './options.js'
import { type PredictOptions, predict } from './predict.js'
import { type TrainOptions, train } from './train.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const program = new Command('chainrule')
  .description('Checks derivations; learns softmax regression, with its gradient checked three ways.')
  .version(version)
  .exitOverride()

program
  .command('train')
  .description('learn from a CSV file with a column of labels')
  .argument('[file.csv]', "the data, with a header row; Fisher's irises unless given")
  .option('--label <column>', 'the column of labels, by name or by number from 0; the last unless given')
  .option(
    '--delimiter <character>',
    'what stands between cells, a comma unless given; "tab" for tabs',
    delimiter,
  )
  .option('--no-header', 'the first row is data, not names')
  .option('--epochs <n>', 'how often every row is used at most', natural, 1000)
  .option('--learning-rate <rate>', 'how far each update goes; unless given, as far as is safe', positive)
  .option('--batch-size <n>', 'rows an update; all of them unless given, 1 for one sample an update', count)
  .option('--l2 <weight>', 'how much ½‖θ‖² counts in the loss', nonNegative, 0)
  .option('--seed <n>', 'decides the split and the order of rows', wholeNumber, 1)
  .option('--test-fraction <share>', 'the share of rows set aside to test on', fraction, 0.25)
  .option('--out <directory>', 'where the picture of the loss goes', 'out/')
  .option('--save <model.json>', 'where the trained model goes')
  .action((file: string | undefined, options: TrainOptions) => train(file, options))

program
  .command('predict')
  .description('classify the rows of a CSV file with a trained model; prints CSV')
  .argument('<model.json>', 'the model, as train --save wrote it')
  .argument('<file.csv>', "the data, with the model's features among its columns")
  .option(
    '--delimiter <character>',
    'what stands between cells, a comma unless given; "tab" for tabs',
    delimiter,
  )
  .option('--no-header', 'the first row is data, not names')
  .action((model: string, file: string, options: PredictOptions) => predict(model, file, options))

/** Its codes 1 and 2 speak of claims: whatever else goes wrong is a 3. */
const CHECK_CODES = `
Exit codes, of several files the highest:
  0  every claim holds, or came out as a mark says: <!-- expect: refuted -->
  1  a claim is refuted, or came out otherwise than its mark says
  2  a claim is inconclusive or nonsmooth
  3  something could not be read: a file, a formula, or this command`

program
  .command('check')
  .description('decide the claims of papers: Markdown with one block ```given and formulas in displays')
  .argument('<paper.md...>', 'the papers; - for standard input')
  .option('--seed <n>', 'decides the cases that are drawn', wholeNumber, 1)
  .option(
    '--budget-entries <n>',
    'values that may be computed to decide an equality; 20 million unless given',
    count,
  )
  .option('--budget-bytes <n>', 'bytes that the values of a case may take; 256 MiB unless given', count)
  .option(
    '--budget-seconds <n>',
    'seconds that an equality may take as the last guard; 60 unless given',
    positive,
  )
  .addOption(new Option('--format <format>', 'how to report').choices(['text', 'markdown']).default('text'))
  .addOption(new Option('--json', 'report as JSON, one line for each paper').conflicts('format'))
  .option('--out <file>', 'where the report goes, unless to the terminal')
  .addHelpText('after', CHECK_CODES)
  .action(async (files: readonly string[], options: CheckOptions) => {
    const { check } = await import('./check.js')
    await check(files, options)
  })

const [misused, failed] = process.argv[2] === 'check' ? [3, 3] : [2, 1]

// A reader that has seen enough, such as head, closes the pipe: that is no failure.
process.stdout.on('error', (error: Error & { readonly code?: string }) => {
  process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : failed)
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : misused
  else {
    const known = error instanceof ChainruleError
    console.error(known ? `chainrule: ${error.message.replace(/\s*[\r\n]+\s*/g, ' ')}` : error)
    process.exitCode = failed
  }
}
