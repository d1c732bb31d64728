// Entry `chainrule/fft`: discrete Fourier transforms, with complex numbers as pairs in a last axis of 2.
export { complexMul } from './complexMul.js'
export { type FFTOptions, fft, ifft, irfft, rfft } from './fft.js'
