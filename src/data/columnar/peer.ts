// Packages that are used where they are installed: asked for when they are needed, and named where they are missing.
import { ArgumentError } from '../../errors.js'

/**
 * What catches a failed import of a package: an error that names what to install, where it is not there. The import stands where
 * it is needed with this behind it, `import('x').catch(…)`, of which bundlers that do not find the package only warn.
 */
export const missing =
  (op: string, name: string) =>
  (error: unknown): never => {
    // Node's code, and what bundlers and browsers say where a name leads nowhere.
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const text = `${code} ${error instanceof Error ? error.message : error}`
    if (
      !text.includes(name) ||
      !/ERR_MODULE_NOT_FOUND|cannot find|failed to (resolve|load)|not resolve/i.test(text)
    )
      throw error
    throw new ArgumentError(op, `needs the package ${name}, which is not installed: npm install ${name}`)
  }
