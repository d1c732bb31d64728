// `chainrule given`: the given block that a paper lacks, drafted, printed or written into it.
import { readStream, readWhole } from '../models/node/read.js'
import { writeWhole } from '../models/node/write.js'
import { draftGiven, openIn } from '../verify/index.js'
import { exitWith, FAILED, UNDECIDED } from './exit.js'
import { PAPER } from './files.js'

/** The options of `chainrule given`. */
export interface GivenOptions {
  readonly write?: boolean
}

/** Drafts the block of a paper; what is open goes to standard error, and into the exit code. */
export async function given(file: string, { write = false }: GivenOptions): Promise<void> {
  const name = file === '-' ? '<stdin>' : file
  const bytes = file === '-' ? await readStream(name, process.stdin, PAPER) : await readWhole(file, PAPER)
  const drafted = draftGiven(name, bytes)
  const say = (text: string): void => console.error(`${name}: ${text}`)
  if (drafted.kind === 'declared') {
    say('it has a given block, and nothing is added')
    return
  }
  if (drafted.kind === 'unread') {
    say([drafted.trouble.reason, ...drafted.trouble.ways].join('\n  '))
    exitWith(FAILED)
    return
  }
  const { assumed, written } = drafted
  for (const line of openIn(assumed)) say(line)
  if (assumed.questions.length + assumed.lost.length > 0) exitWith(UNDECIDED)
  if (!write) console.log(assumed.block)
  else if (file === '-' || written === undefined) {
    say('there is no place in it where a block could be written; without --write it is printed')
    exitWith(FAILED)
  } else {
    await writeWhole(file, written)
    console.log(`Wrote the block into ${file}.`)
  }
}
