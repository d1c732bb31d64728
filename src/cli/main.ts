#!/usr/bin/env node
// The command `chainrule`: train, predict, check, given. Exit codes: 0 good, 1 found wrong, 2 undecided, 3 unread, misused or failed.
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { Command, CommanderError, Option } from 'commander'
import { ChainruleError } from '../errors.js'
import type { CheckOptions } from './check.js'
import { codesText, FAILED, watchOutput } from './exit.js'
import type { GivenOptions } from './given.js'
import { count, delimiter, fraction, natural, nonNegative, positive, wholeNumber } from './options.js'
import type { PredictOptions } from './predict.js'
import type { TrainOptions } from './train.js'

// A short command spends most of its time on being loaded. So each is loaded where it is called, and a Node that can keeps
// what it compiled for the next time.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache()

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const program = new Command('chainrule')
  .description('Checks derivations; learns softmax regression, with its gradient checked three ways.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    codesText('Exit codes of every command', 'good', 'found wrong', 'undecided', 'unread, misused or failed'),
  )

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
  .addHelpText(
    'after',
    codesText(
      'Exit codes',
      'trained, and the gradient is right',
      'the gradient check fails',
      'the gradient check could compare nothing',
      'something could not be read or written, or this command',
    ),
  )
  .action(async (file: string | undefined, options: TrainOptions) => {
    const { train } = await import('./train.js')
    await train(file, options)
  })

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
  .addHelpText(
    'after',
    codesText(
      'Exit codes',
      'done',
      undefined,
      undefined,
      'something could not be read or written, or this command',
    ),
  )
  .action(async (model: string, file: string, options: PredictOptions) => {
    const { predict } = await import('./predict.js')
    await predict(model, file, options)
  })

program
  .command('check')
  .description(
    'decide the claims of papers: Markdown, LaTeX or notebooks with formulas in displays, and a block that declares their symbols or one that is drafted',
  )
  .argument('<papers...>', 'files, folders, or patterns such as "docs/**/*.md"; - for standard input')
  .addOption(
    new Option('--from <format>', 'what the papers are, unless their names say it').choices([
      'markdown',
      'latex',
      'notebook',
    ]),
  )
  .option('--seed <n>', 'decides the cases that are drawn', wholeNumber, 1)
  .option('--path <path>', 'shows the counterexample of a replay line again, under the same seed')
  .option(
    '--strict',
    'formulas that are not checked are a failure: those in lines, without a relation, skipped',
  )
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
  .addOption(
    new Option('--format <format>', 'how to report')
      .choices(['text', 'markdown', 'github', 'sarif', 'json'])
      .default('text'),
  )
  .addOption(new Option('--json', 'the same as --format json: one line for each paper').conflicts('format'))
  .option('--fix', 'write repairs into the papers where they make a claim hold, and report what is left')
  .addOption(
    new Option('--watch', 'check again what changes, until Ctrl+C').conflicts(['fix', 'out', 'path']),
  )
  .option('--out <file>', 'where the report goes, unless to the terminal')
  .addHelpText(
    'after',
    codesText(
      'Exit codes, of several files the highest',
      'every claim holds, or came out as a mark says: <!-- expect: refuted -->, % expect: refuted',
      'a claim is refuted, or came out otherwise than its mark says',
      'a claim is inconclusive or nonsmooth',
      'something could not be read or written: a file, a formula, or this command',
    ),
  )
  .action(async (papers: readonly string[], options: Omit<CheckOptions, 'version'>) => {
    const { check } = await import('./check.js')
    await check(papers, { ...options, version })
  })

program
  .command('lsp')
  .description(
    'check papers while they are written: a language server for editors, over standard input and output',
  )
  .option('--stdio', 'as it is; editors say so')
  .addOption(new Option('--clientProcessId <id>', 'the editor, which is watched').hideHelp())
  .action(async () => {
    const { serveStandardStreams } = await import('../lsp/index.js')
    serveStandardStreams(version)
  })

program
  .command('given')
  .description('draft the given block of a paper that has none, from its prose and its formulas')
  .argument('<paper.md>', 'the paper; - for standard input')
  .option('--write', 'write the block into the paper, before its first display')
  .addHelpText(
    'after',
    codesText(
      'Exit codes',
      'drafted, and nothing is open; or the paper has a block',
      undefined,
      'drafted, and questions are open: they are on standard error',
      'something could not be read or written, or this command',
    ),
  )
  .action(async (file: string, options: GivenOptions) => {
    const { given } = await import('./given.js')
    await given(file, options)
  })

watchOutput(process.argv[2] === 'check')

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : FAILED
  else {
    const known = error instanceof ChainruleError
    console.error(known ? `chainrule: ${error.message.replace(/\s*[\r\n]+\s*/g, ' ')}` : error)
    process.exitCode = FAILED
  }
}
