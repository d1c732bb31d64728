// Flags that several commands share: how a table is laid out, and what its columns are.
import { type Command, Option } from 'commander'
import { count, delimiter, names } from './options.js'

/** How a table is laid out; what is not said is found out, and said. */
export const tableFlags = (command: Command): Command =>
  command
    .option(
      '--delimiter <character>',
      'what stands between cells of a CSV file; "tab" for tabs; found out unless given',
      delimiter,
    )
    .option('--header', 'the first row of a CSV file names the columns; found out unless given')
    .option('--no-header', 'the first row of a CSV file is data')
    .addOption(
      new Option('--decimal <sign>', 'the decimal sign of its numbers; found out unless given').choices([
        '.',
        ',',
      ]),
    )

/** What the columns of a table are. */
export const columnFlags = (command: Command): Command =>
  command
    .option('--target <column>', 'the column to predict, by name or by number from 0; the last unless given')
    .addOption(new Option('--label <column>', 'the same as --target').conflicts('target').hideHelp())
    .addOption(
      new Option(
        '--task <kind>',
        'whether the target is classes, or numbers to regress on; found out unless given',
      ).choices(['classes', 'number']),
    )
    .option(
      '--features <columns>',
      'the columns to learn from, apart by commas; all others unless given',
      names,
    )
    .option('--drop <columns>', 'columns to leave out, apart by commas', names)
    .option('--categorical <columns>', 'columns of numbers that are categories, such as postcodes', names)
    .addOption(
      new Option('--missing <how>', 'what becomes of missing values; refused unless given').choices([
        'error',
        'drop',
        'mean',
        'median',
        'mode',
      ]),
    )
    .option('--max-categories <n>', 'how many categories a column keeps at most, 100 unless given', count)
