#!/usr/bin/env node
// The command `chainrule`: train, predict, evaluate, inspect, check, given, lsp. Exit codes: 0 good, 1 found wrong, 2 undecided, 3 unread, misused or failed.
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { Command, CommanderError, Option } from 'commander'
import { ChainruleError } from '../errors.js'
import type { CheckOptions } from './check.js'
import type { EvaluateFlags } from './evaluate.js'
import { codesText, FAILED, watchOutput } from './exit.js'
import { columnFlags, tableFlags } from './flags.js'
import type { GivenOptions } from './given.js'
import type { InspectFlags } from './inspect.js'
import { count, foldsOf, fraction, natural, nonNegative, penalty, positive, wholeNumber } from './options.js'
import type { TableFlags } from './table.js'
import type { TrainFlags } from './train/options.js'

// A short command spends most of its time on being loaded. So each is loaded where it is called, and a Node that can keeps
// what it compiled for the next time.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache()

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const FAILS = 'something could not be read or written, or this command'

const program = new Command('chainrule')
  .description('Checks derivations; fits regressions to tables, with their gradients checked.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    codesText('Exit codes of every command', 'good', 'found wrong', 'undecided', 'unread, misused or failed'),
  )

tableFlags(
  columnFlags(
    program
      .command('train')
      .description('learn from a table with a column to predict: classes, or numbers')
      .argument(
        '[table]',
        "CSV or JSON lines, also packed by gzip, Parquet or Arrow; Fisher's irises unless given",
      ),
  ),
)
  .addOption(new Option('--model <model>', 'for a column of numbers').choices(['linear', 'poisson']))
  .option(
    '--penalty <weights>',
    'added to the mean loss: none, l2=0.01 for ½·l2·Σθ², l1=0.1 for l1·Σ|θ|, or both',
    penalty,
  )
  .addOption(
    new Option('--l2 <weight>', 'the same as --penalty l2=…').argParser(nonNegative).conflicts('penalty'),
  )
  .option('--cv [folds]', 'choose the penalty by cross-validation, 5 folds unless given', foldsOf)
  .addOption(
    new Option('--class-weight <how>', 'make rare classes count as much as common ones').choices([
      'balanced',
    ]),
  )
  .option(
    '--calibrate',
    'scale the scores of classes so that probabilities are neither too sure nor too timid, by five folds',
  )
  .option('--summary', 'no penalty, and the standard errors, tests and intervals that it allows')
  .option('--max-iterations <n>', 'how many steps to the optimum are taken at most, 1000 unless given', count)
  .option('--epochs <n>', 'descend instead: how often every row is used at most', natural)
  .option('--learning-rate <rate>', 'descend instead: how far each update goes', positive)
  .option('--batch-size <n>', 'descend instead: rows an update', count)
  .option('--seed <n>', 'decides the split and the order of rows', wholeNumber, 1)
  .option('--test-fraction <share>', 'the share of rows set aside to test on', fraction, 0.25)
  .option('--out <directory>', 'where the model, the report and its pictures go')
  .option('--overwrite', 'write to --out although a report is there')
  .option('--save <model.json>', 'where the trained model goes')
  .option('--json', 'print the report as JSON')
  .option('--quiet', 'print nothing but errors')
  .addHelpText(
    'after',
    codesText(
      'Exit codes',
      'trained to the optimum, and the gradient is right',
      'the gradient check fails',
      'no optimum was reached, or the gradient check could compare nothing',
      'something could not be read or written, or this command',
    ),
  )
  .action(async (file: string | undefined, flags: TrainFlags) => {
    const { train } = await import('./train/train.js')
    await train(file, flags)
  })

tableFlags(
  program
    .command('predict')
    .description('what a model says of the rows of a table; prints CSV')
    .argument('<model.json>', 'the model, as train wrote it')
    .argument('<table>', "the table, with the model's columns among its own"),
)
  .addHelpText('after', codesText('Exit codes', 'done', undefined, undefined, FAILS))
  .action(async (model: string, file: string, flags: TableFlags) => {
    const { predict } = await import('./predict.js')
    await predict(model, file, flags)
  })

tableFlags(
  program
    .command('evaluate')
    .description('how good a model is on a table that has the column to predict')
    .argument('<model.json>', 'the model, as train wrote it')
    .argument('<table>', "the table, with the model's columns among its own"),
)
  .option('--json', 'print the scores as JSON')
  .addHelpText('after', codesText('Exit codes', 'done', undefined, undefined, FAILS))
  .action(async (model: string, file: string, flags: EvaluateFlags) => {
    const { evaluate } = await import('./evaluate.js')
    await evaluate(model, file, flags)
  })

tableFlags(
  columnFlags(
    program
      .command('inspect')
      .description('what is in a table and what would be learned from its columns, or what is in a model')
      .argument('<file>', 'a table, or the model.json of one'),
  ),
)
  .option('--json', 'print it as JSON')
  .addHelpText('after', codesText('Exit codes', 'done', undefined, undefined, FAILS))
  .action(async (file: string, flags: InspectFlags) => {
    const { inspect } = await import('./inspect.js')
    await inspect(file, flags)
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
    if (error instanceof ChainruleError) {
      const { lineOf } = await import('./words.js')
      console.error(`chainrule: ${lineOf(error, process.argv[2])}`)
    } else console.error(error)
    process.exitCode = FAILED
  }
}
