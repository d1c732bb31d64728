// chainrule/compile: functions that are traced once and run as one WebAssembly function.
export { type CompileOptions, compile } from './compile.js'
