/** The functions between layers that a network may choose. */

/** `gelu` is the exact one, x Phi(x); `geluTanh` its approximation by a hyperbolic tangent. */
export type Activation = 'relu' | 'silu' | 'gelu' | 'geluTanh';
