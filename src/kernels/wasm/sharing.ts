// Value numbering: the same instruction on the same values is computed once.
import type { Body, Local } from './assembler.js'
import { type Code, type Expression, GET, type Type } from './expression.js'

/** A text that only the same code has. */
function keyOf({ operands, code, index }: Code<Type>): string {
  let key = ''
  for (const operand of operands) key += keyOf(operand)
  key += String.fromCharCode(...code)
  return index === undefined ? key : key + String.fromCharCode(index)
}

/** Whether code reads memory or calls a function: what it gives may be another value later. */
const looksAround = ([opcode, more]: readonly number[]): boolean =>
  opcode === 0xfd ? more! < 12 || (more! > 0x53 && more! < 0x5e) : opcode === 0x10 || opcode === 0x28

/**
 * A body whose `let` gives the variable that holds the same value already. Values are the same if the same instruction
 * makes them of constants and of variables from this `let`, which nobody may set again. It serves one straight run of
 * code: each loop and each branch needs one of its own, for what is computed there is not known elsewhere.
 */
export function sharing(f: Body): Pick<Body, 'let' | 'constant' | 'number'> {
  const known = new Map<string, Local<Type>>()
  const settled = new Set<number>()
  const isSettled = ({ operands, code, index }: Code<Type>): boolean =>
    code === GET ? settled.has(index!) : !looksAround(code) && operands.every(isSettled)
  const settle = <T extends Type>(variable: Local<T>): Local<T> => {
    settled.add(variable.index)
    return variable
  }
  return {
    let<T extends Type>(value: Expression<T>): Local<T> {
      if (!isSettled(value)) return settle(f.let(value))
      const key = keyOf(value)
      const found = known.get(key) as Local<T> | undefined
      const variable = found ?? settle(f.let(value))
      known.set(key, variable)
      return variable
    },
    constant: value => settle(f.constant(value)),
    number: (x, of) => settle(f.number(x, of)),
  }
}
