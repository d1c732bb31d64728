// The command `chainrule` as JavaScript, in a package of its own below node_modules: its dependencies are found, and nobody else's build is in the way.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

/** What a call of the command printed, and how it ended. */
export interface Run {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Builds the package; returns its folder, which the caller removes. The command is `dist/cli/main.js` in it. */
export function buildCommand(): string {
  mkdirSync('node_modules/.cache', { recursive: true })
  const root = mkdtempSync(resolve('node_modules/.cache/chainrule-cli-'))
  buildSync({
    entryPoints: ['src/cli/main.ts'],
    outdir: join(root, 'dist/cli'),
    // What is imported on demand stays apart, as in the package.
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'es2022',
  })
  for (const name of ['package.json', 'examples']) symlinkSync(resolve(name), join(root, name))
  return root
}

/** Runs a program of Node in a process of its own. */
export function runAlone(
  program: string,
  args: readonly string[],
  directory: string,
  input = '',
): Promise<Run> {
  return new Promise(done => {
    const child = spawn(process.execPath, [program, ...args], { cwd: directory })
    const [out, error]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', data => out.push(data))
    child.stderr.on('data', data => error.push(data))
    child.on('close', code =>
      done({ code, out: String(Buffer.concat(out)), error: String(Buffer.concat(error)) }),
    )
    // A command that refuses at once may be gone before it has read.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

const MARK = '\0end of call\0'

/** Runs the command in one process, a call after the other: for tests that ask what it says, and not how a process begins or ends. */
export class Host {
  readonly #child: ChildProcess
  #last: Promise<unknown> = Promise.resolve()

  constructor(main: string) {
    this.#child = fork('test/support/host.mjs', [main], { silent: true })
    this.#child.setMaxListeners(0)
  }

  /** Runs the command once the calls before it have ended. It has no standard input. */
  run(args: readonly string[], directory: string): Promise<Run> {
    const run = this.#last.then(() => this.#call(args, directory))
    this.#last = run.catch(() => undefined)
    return run
  }

  #call(args: readonly string[], directory: string): Promise<Run> {
    const child = this.#child
    const printed = [child.stdout!, child.stderr!].map(
      stream =>
        new Promise<string>(done => {
          const parts: Buffer[] = []
          const take = (data: Buffer) => {
            parts.push(data)
            const text = String(Buffer.concat(parts))
            if (!text.endsWith(MARK)) return
            stream.off('data', take)
            done(text.slice(0, -MARK.length))
          }
          stream.on('data', take)
        }),
    )
    return new Promise((done, fail) => {
      const gone = (code: number | null) =>
        fail(new Error(`${args.join(' ')} ended its process with ${code}`))
      child.once('exit', gone)
      child.once('message', async message => {
        const [out, error] = await Promise.all(printed)
        child.off('exit', gone)
        done({ code: (message as { readonly code: number }).code, out: out!, error: error! })
      })
      child.send({ args, directory, mark: MARK })
    })
  }

  /** Lets the process go. */
  end(): void {
    this.#child.disconnect()
  }
}
