// What the library says, in the words of the command line: its options are flags, and its functions are nobody's concern.
import { type ChainruleError, DataError } from '../errors.js'

/** How a sentence of the library is said here: a pattern, and what stands for it. */
type Saying = readonly [said: RegExp, here: string]

/** What any command may have to say. */
const ANYWHERE: readonly Saying[] = [
  // How a CSV file is laid out.
  [/give the option decimal: '\.' or ','/, 'give --decimal . or --decimal ,'],
  [/; if it is "(.)", give the option decimal/, '; if it is "$1", give --decimal $1'],
  [/give the option header: true or false/, 'give --header or --no-header'],
  [/give the option delimiter/, 'give --delimiter'],
  [/so it has no header; leave that out/, 'so leave out --header or --no-header'],
  [/so it has no (\w+); leave that out/, 'so leave out --$1'],
  // A table without a header was read, perhaps of another delimiter.
  [/is it parted by another delimiter\?/, 'are its cells parted by another --delimiter?'],
  // How an optimum is sought.
  [/all that maxIterations allows/, 'all that --max-iterations allows'],
]

/** Where a schema is learned, so that flags say what becomes of columns. */
const LEARNING: readonly Saying[] = [
  [
    /choose what becomes of such rows with the option missing: 'drop', 'mean', 'median' or 'mode'/,
    'choose what becomes of such rows with --missing drop, mean, median or mode',
  ],
  [
    /give the option missing: 'drop', or missing: \{.*\}, to leave such rows out/,
    'give --missing drop to leave such rows out',
  ],
  [/for a mean; use the median/, 'for a mean; use --missing median'],
  [/for a mode; use the median/, 'for a mode; use --missing median'],
  [/or leave out the column/, 'or leave the column out with --drop'],
  [
    /drop the column, put (.*) in its place, or take it as categorical/,
    'leave the column out with --drop, put $1 in its place, or take it as categories with --categorical',
  ],
  [
    /name another column as the target, or if it is a number, say so with the task/,
    'name another column with --target, or, if it is a number, say so with --task number',
  ],
  [/names of the rows\?$/, 'names of the rows? --target names another column'],
  [
    /and the target is to be numbers, as the task says; correct it or name another task/,
    'and --task number wants numbers; correct it, or leave out --task',
  ],
  [/is the target; leave it out of the features/, 'is the target; leave it out of --features'],
  [/is both among the features and dropped/, 'is both in --features and in --drop'],
  [
    /is the target, and cannot be dropped/,
    'is the target; leave it out of --drop, or name another with --target',
  ],
  // Cross-validation.
  [
    /^folds must be a whole number from 2 to (\d+), the number of rows, got (\d+)/,
    '--cv takes 2 to $1 folds here, the number of rows to train on, got $2',
  ],
]

/** Where a model is applied, which is as it is. */
const APPLYING: readonly Saying[] = [
  [/or leave out the column/, 'or remove the row'],
  [/which the schema needs/, 'which the model needs'],
  [
    /and the schema has nothing in its place; fill it in or remove the row/,
    'and the model has nothing in its place; fill it in, remove the row, or train with --missing',
  ],
]

/** A sentence of the library in flags. command : which one prints it */
export function inFlags(sentence: string, command: string | undefined): string {
  const learns = command === 'train' || command === 'inspect'
  return [...ANYWHERE, ...(learns ? LEARNING : APPLYING)].reduce(
    (text, [said, here]) => text.replace(said, here),
    sentence,
  )
}

/** The line that an error becomes: a place where it has one, and never the function that refused. */
export function lineOf(error: ChainruleError, command: string | undefined): string {
  const { message } = error
  const op = 'op' in error && typeof error.op === 'string' ? `${error.op}: ` : ''
  const bare = message.startsWith(op) ? message.slice(op.length) : message
  const text = COMMANDS.has(command ?? '') ? withPlace(error, bare, command) : message
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}

/** The commands that work on tables; others have words of their own. */
const COMMANDS: ReadonlySet<string> = new Set(['train', 'predict', 'evaluate', 'inspect'])

/** The name of a file is left as it is, whatever it is called. */
function withPlace(error: ChainruleError, text: string, command: string | undefined): string {
  const from = error instanceof DataError ? error.source.length : 0
  return text.slice(0, from) + inFlags(text.slice(from), command)
}
