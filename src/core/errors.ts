/** Something the operator has to put right: the message says what is wrong, the remedy which variable or file to fix. */
export class OperatorError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OperatorError";
    this.remedy = remedy;
  }
}
