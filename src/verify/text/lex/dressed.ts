// Commands that put something around a part of a formula, or on top of it: \boxed, \underbrace, \overset, \color, \eqalign.
import { inDollars, isRemark } from './remarks.js'
import type { Scan } from './scan.js'
import { signOf } from './signs.js'

/** What holds a formula and changes nothing: its argument is a group. */
const AROUND =
  /^(boxed|fbox|framebox|mathop|mathrel|mathbin|mathord|mathinner|mathopen|mathclose|ensuremath|smash)$/
/** What is passed together with its argument. */
const ASIDE = /^(tag|label|phantom|hphantom|vphantom|vspace|hspace|mspace|color|rule)$/
/** A length behind \hskip and the like. */
const LENGTH = /\s*=?\s*-?[\d.]+\s*(em|ex|pt|mu|cm|mm|in|sp|bp|pc)(\s*(plus|minus)\s*-?[\d.]+\s*[a-z]+)*/y
/** Operators that \underset and \overset give their ends. */
const OPERATOR =
  /^(\\(sum|prod|max|min|sup|inf|underset|overset|operatorname\*?|mathop)(?![a-zA-Z])[\s\S]*|[∑∏])$/
/** What above a sign says that it defines. */
const DEFINES =
  /^(\\(text|textrm|mathrm|mathsf|operatorname|textnormal|rm|tiny|scriptsize|footnotesize|small)\s*)?\{?\s*(def\.?|Def\.?|definition|\\triangle|\\Delta|Δ|△)\s*\}?$/

/** Reads a command that dresses a part of a formula; whether it was one. */
export function dressed(scan: Scan, command: string, start: number): boolean {
  if (AROUND.test(command)) around(scan, command, start)
  else if (ASIDE.test(command)) {
    scan.take(/\*/y)
    scan.argument(command, start)
    scan.spaced = true
  } else if (command === 'textcolor' || command === 'colorbox') {
    scan.argument(command, start)
    around(scan, command, start)
  } else if (command === 'underbrace' || command === 'overbrace') braced(scan, command, start)
  else if (/^(overset|stackrel|underset)$/.test(command)) stacked(scan, command, start)
  else if (/^x(right|Right|leftright|Leftright)arrow$/.test(command)) {
    scan.take(/\s*\[[^\]]*\]/y)
    scan.argument(command, start)
    scan.push('sign', '⇒', start)
  } else if (command === 'eqalign' || command === 'eqalignno' || command === 'displaylines') rows(scan, start)
  else if (command === 'substack') conditions(scan, command, start)
  else if (command === 'eqno' || command === 'leqno') scan.take(/\s*(\{[^{}]*\}|\([^()]*\)|[^\s\\&$]+)?/y)
  else if (/^([hvm]skip|m?kern)$/.test(command)) {
    scan.take(LENGTH)
    scan.spaced = true
  } else return false
  return true
}

/** The argument of a command as a group of the formula, which begins where the command does. */
function around(scan: Scan, command: string, start: number): void {
  scan.take(/\s+/y)
  if (scan.source[scan.at] !== '{') {
    // \mathrel= and \boxed1: what comes next stands for itself.
    if (scan.at >= scan.source.length) scan.refuse(`\\${command} wants something behind it`, start)
    return
  }
  const [inner, from] = argument(scan, command, start)
  if (/^\s*\$[^$]*\$\s*$/.test(inner)) {
    inDollars(scan, inner, from, start)
    return
  }
  const alone = signOf(inner.trim().replace(/^\\/, '')) !== undefined || /^\s*[-+=<>]\s*$/.test(inner)
  const word = /^\s*(\\(rm|sf|bf|it|mathrm|text|operatorname)(?![a-zA-Z])|\\[a-zA-Z]+\s*$)/.test(inner)
  if (/^math(rel|bin)$/.test(command) || (/^math/.test(command) && (alone || word))) {
    // \mathop{\rm tr} and \mathrel{=} are the word and the sign.
    const end = scan.at
    scan.at = from
    const first = scan.tokens.length
    scan.until(end - 1)
    scan.at = end
    widen(scan, first, start, end)
    return
  }
  scan.at = from
  scan.push('sign', '{', start)
}

/** The argument of a command, and where it begins; the scan is behind it. */
function argument(scan: Scan, command: string, start: number): readonly [text: string, from: number] {
  const text = scan.argument(command, start)
  const braced = scan.source[scan.at - 1] === '}' && scan.source[scan.at - text.length - 2] === '{'
  return [text, scan.at - text.length - (braced ? 1 : 0)]
}

/** Lets tokens, where there is one only, stand for all that was written for it. */
function widen(scan: Scan, first: number, start: number, end: number): void {
  const [token] = scan.tokens.slice(first)
  if (token !== undefined && scan.tokens.length === first + 1) scan.tokens[first] = { ...token, start, end }
}

/** \underbrace{…}_{…}: the content counts, and the label is passed. */
function braced(scan: Scan, command: string, start: number): void {
  if (scan.take(/\s*\{/y) === undefined) scan.refuse(`\\${command} wants a group in braces`, start)
  scan.push('sign', '{', start)
  scan.opened(close => {
    if (scan.take(/\s*[_^]/y) !== undefined) scan.argument(command, close)
    scan.push('sign', '}', close)
  })
}

/** \overset{(a)}{=}: the sign; \underset{j}{\max}: the operator with what it runs over. */
function stacked(scan: Scan, command: string, start: number): void {
  const [mark, markFrom] = argument(scan, command, start)
  const [base, from] = argument(scan, command, start)
  const end = scan.at
  const first = scan.tokens.length
  const sign = base.trim()
  if (OPERATOR.test(sign)) {
    scan.at = from
    scan.until(from + base.length)
    if (command === 'stackrel') scan.refuse('\\stackrel covers a relation', start)
    scan.push('sign', command === 'underset' ? '_' : '^', start)
    scan.push('sign', '{', start)
    scan.at = markFrom
    scan.until(markFrom + mark.length)
    scan.at = end
    scan.push('sign', '}', end, end)
    const operator = scan.tokens[first]
    if (operator !== undefined) scan.tokens[first] = { ...operator, start }
    return
  }
  const relation = /^\\/.test(sign) ? signOf(sign.slice(1)) : sign
  if (relation === undefined || !/^([=≈≡∼∝≤≥<>≠⇒]|:=)$/.test(relation))
    scan.refuse(`what stands above or below '${sign.slice(0, 30)}' is not understood`, start, [
      'A mark may stand on a relation, as in \\overset{(a)}{=}. For a name with a mark write \\hat{x}, \\tilde{x} or \\bar{x}.',
    ])
  const written = mark.trim()
  if (DEFINES.test(written) && relation === '=') scan.push('sign', '≡', start)
  else if (/^(!|\\text\{!\}|\\mathrm\{!\})$/.test(written) && relation === '=') scan.push('sign', '=!', start)
  else if (isRemark(bareMark(written))) scan.push('sign', relation, start)
  else
    scan.refuse(`'${written.slice(0, 30)}' above '${sign}' is not understood`, start, [
      'Put conditions behind the claim: \\quad \\text{if } i = j.',
    ])
}

/** A mark without the commands that only say how it looks. */
const bareMark = (mark: string): string =>
  mark
    .replace(/\\(text|textrm|textbf|textit|mathrm|rm|scriptsize|tiny|small|footnotesize)(?![a-zA-Z])/g, ' ')
    .replace(/\\(star|ast|dagger|ddagger|S|P|circ|alpha|beta|gamma|checkmark)(?![a-zA-Z])/g, ' ')
    .replace(/[{}*†‡]/g, ' ')

/** \eqalign{a &= b \cr &= c}: rows. */
function rows(scan: Scan, start: number): void {
  if (scan.take(/\s*\{/y) === undefined) scan.refuse('rows in braces are missing', start)
  scan.push('sign', '\\begin{aligned}', start)
  scan.opened(close => scan.push('sign', '\\end{aligned}', close))
}

/** \substack{j = 1 \\ j \ne i}: conditions with commas. */
function conditions(scan: Scan, command: string, start: number): void {
  const [text, from] = argument(scan, command, start)
  const end = scan.at
  let at = from
  for (const part of text.split('\\\\')) {
    if (at > from) scan.push('sign', ',', at - 2, at)
    scan.at = at
    scan.until(at + part.length)
    at += part.length + 2
  }
  scan.at = end
}
