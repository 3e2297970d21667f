import { OperatorError } from "../../src/core/errors.ts";

/** The `OperatorError` that something throws; a test in which it throws none, or another, fails. */
export function operatorErrorOf(act: () => unknown): OperatorError {
  try {
    act();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
