/** The numbers of one AdamW update (1711.05101), with the corrections of both moments drawn out of the quotient: two numbers instead of two passes. */

export interface AdamWFactors {
  readonly beta1: number;
  readonly beta2: number;
  /** Learning rate times sqrt(1 - beta2^t) / (1 - beta1^t). */
  readonly rate: number;
  /** Epsilon times sqrt(1 - beta2^t). */
  readonly epsilon: number;
  /** What is left of the parameters, 1 - learning rate * weight decay. */
  readonly decay: number;
}

export interface AdamWOptions {
  readonly weightDecay?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Of update `step`, counted from 1. */
export function adamWFactors(step: number, rate: number, { weightDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamWOptions): AdamWFactors {
  const root = Math.sqrt(1 - beta2 ** step);
  return { beta1, beta2, rate: (rate * root) / (1 - beta1 ** step), epsilon: epsilon * root, decay: 1 - rate * weightDecay };
}
