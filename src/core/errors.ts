import type { phrases } from "./phrases.ts";

/**
 * Something the operator has to put right: the message says what is wrong, the remedy which variable or file to fix.
 */
export class OperatorError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OperatorError";
    this.remedy = remedy;
  }
}

/** The store cannot be reached, or gave no answer in time. What needs it says so; what doesn't goes on. */
export class StoreUnavailable extends Error {
  /** What the person is told, and all that they are told. */
  readonly phrase = "memoryLost" satisfies keyof typeof phrases;

  constructor(options?: ErrorOptions) {
    super("the store cannot be reached", options);
    this.name = "StoreUnavailable";
  }
}

/**
 * What came of it, or nothing while the store cannot be reached: for what an answer can do without.
 */
export async function unlessUnavailable<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}
