import { OperatorError } from "../core/errors.ts";

/** Run a script: what an operator can mend is told in words and ends with 1, anything else keeps its stack trace. */
export async function runCli(script: () => void | Promise<void>): Promise<void> {
  // `… | head -1` closes the pipe: then there is nobody left to write for.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    await script();
  } catch (error) {
    if (!(error instanceof OperatorError) && !isUsageError(error)) throw error;
    process.stderr.write(`${error.message}\n${error instanceof OperatorError ? `${error.remedy}\n` : ""}`);
    process.exitCode = 1;
  }
}

/** Whether a person looks at it who wants colours: https://no-color.org. */
export function isStyled(output: NodeJS.WriteStream): boolean {
  return output.isTTY === true && output.hasColors();
}

/** What `parseArgs` throws for an option that does not exist. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
