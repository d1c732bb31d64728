// How commands end: four codes that mean the same for each, and what is said where output cannot be written.
import { reasonOf } from '../models/node/write.js'

/** A command found something wrong; it could not decide; or something was unread, misused or failed. */
export const [WRONG, UNDECIDED, FAILED] = [1, 2, 3]

/** The codes in the words of a command, for its help. */
export const codesText = (
  title: string,
  good: string,
  wrong: string | undefined,
  undecided: string | undefined,
  failed: string,
): string =>
  [
    '',
    `${title}:`,
    ...[good, wrong, undecided, failed].flatMap((meaning, code) =>
      meaning === undefined ? [] : [`  ${code}  ${meaning}`],
    ),
  ].join('\n')

/** Raises the exit code: the worst of several stands. */
export const exitWith = (code: number): void => {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code)
}

/**
 * Ends the program where its output cannot be written, and says so. A reader that has seen enough, such as head, closes
 * the pipe: that is no failure, and work that `goesOn` is finished all the same, for its exit code.
 */
export function watchOutput(goesOn: boolean): void {
  process.stdout.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') {
      if (!goesOn) process.exit()
    } else {
      process.stderr.write(`chainrule: standard output: cannot be written: ${reasonOf(error)}\n`)
      process.exit(FAILED)
    }
  })
  process.stderr.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code !== 'EPIPE') exitWith(FAILED)
  })
}
