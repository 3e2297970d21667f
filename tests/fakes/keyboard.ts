import { PassThrough, Writable } from "node:stream";
import { TerminalAdapter } from "../../src/adapters/terminal/adapter.ts";
import type { Bot } from "../../src/core/bot.ts";
import { paragraph } from "../../src/core/reply.ts";

/** Standard output 80 columns wide that keeps what is written to it. */
class Paper extends Writable {
  readonly columns = 80;
  text = "";
  /** Called when something was written. */
  onWritten = () => {};

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
    this.onWritten();
  }
}

/**
 * Type lines into a terminal, each one once the reply to the last is there, and then the end of input.
 *
 * @param echo what the screen shows before each reply, for the line that was replied to
 * @returns everything that was written once the adapter has ended
 */
export async function typeLines(
  bot: Bot,
  lines: readonly string[],
  { isInteractive = false, echo }: { isInteractive?: boolean; echo?: (line: string) => string } = {},
): Promise<string> {
  const input = new PassThrough();
  const output = new Paper();
  const terminal = new TerminalAdapter({
    input,
    output,
    isInteractive,
    isStyled: isInteractive,
    welcome: [paragraph("Welcome!")],
  });
  const rest = [...lines];
  let typed: string | undefined;
  const type = () => {
    do {
      typed = rest.shift();
      if (typed !== undefined) input.write(`${typed}\n`);
    } while (typed?.trim() === ""); // there is no reply to wait for
    if (typed === undefined) input.end();
  };
  /** What a form still asks for is typed as it is asked; its title comes before the first question. */
  let asked = 0;
  output.onWritten = () => {
    if (asked === 0) return;
    asked -= 1;
    if (asked >= fields) return;
    typed = rest.shift() ?? "";
    // Who starts a command has left the form.
    if (typed.startsWith("/")) asked = 0;
    if (asked > 0 && echo) output.text += echo(typed);
    input.write(`${typed}\n`);
  };
  let fields = 0;
  type();
  await terminal.run({
    complete: bot.complete,
    async handle(incoming) {
      if (echo) output.write(echo(typed ?? ""));
      const effects = await bot.handle(incoming);
      const form = effects.find((effect) => effect.kind === "form");
      fields = form?.form.fields.length ?? 0;
      asked = form ? fields + 1 : 0;
      if (!form) type();
      return effects;
    },
    sent: (receipt, message) => bot.sent(receipt, message),
  });
  return output.text;
}
