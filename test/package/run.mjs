// The package as users get it: packed, typed by two compilers, run beside another vitest on a later Node, installed from git.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const temporary = mkdtempSync(join(tmpdir(), 'chainrule-package-'))

/** Runs a command and returns what it prints; fails with all of that. */
function run(command, args, cwd = here) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout ?? error}${error.stderr ?? ''}`)
  }
}
const npm = (cwd, ...args) =>
  run('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], cwd)
const installed = (...path) => join(here, 'node_modules', ...path)
const node22 = installed('.bin/node')

try {
  npm(root, 'pack', '--pack-destination', temporary)
  const tarball = join(
    temporary,
    readdirSync(temporary).find(name => name.endsWith('.tgz')),
  )
  // Fails where the peers that the package asks for leave out the vitest that is there.
  npm(here, 'install', '--no-save', tarball)
  console.log('packed, and installed beside vitest 5')

  for (const age of ['oldest', 'newest']) {
    run(process.execPath, [installed(`typescript-${age}`, 'bin/tsc'), '-p', here])
    console.log(`  typed by TypeScript ${age}`)
  }
  // Vitest's own types ask for a late compiler.
  run(process.execPath, [installed('typescript-newest/bin/tsc'), '-p', join(here, 'tsconfig.vitest.json')])
  for (const node of [process.execPath, node22]) process.stdout.write(run(node, ['smoke.mjs']))
  run(node22, [installed('vitest/vitest.mjs'), 'run', '--root', here])
  console.log('  matchers under vitest 5')

  const project = join(temporary, 'project')
  npm(temporary, 'install', '--prefix', project, `git+file://${root}`)
  run(
    process.execPath,
    ['--input-type=module', '-e', "import 'chainrule'; import 'chainrule/verify'"],
    project,
  )
  console.log('installed from git')
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
