import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { registry } from "../../core/commands/registry.ts";
import type { Form, OutwardEffect } from "../../core/effects.ts";
import type { Incoming } from "../../core/incoming.ts";
import type { PressId } from "../../core/press.ts";
import { heading, paragraph, type Reply } from "../../core/reply.ts";
import type { Adapter, Listener } from "../adapter.ts";
import { readLine, terminalOrigin } from "./incoming.ts";
import { renderReply, type Screen } from "./render.ts";

const personMark = "you> ";
const botMark = "bot> ";
/** Back to the start of the line, and clear it. */
const eraseLine = "\r\u001b[K";
/** Lines longer than this are hard to follow, however wide the window is. */
const widest = 100;

export type TerminalOptions = {
  input: Readable;
  output: Writable & { columns?: number };
  /** Whether a person sits there: prompts, history. Otherwise lines are read from a pipe. */
  isInteractive: boolean;
  /** Whether they want colours. */
  isStyled: boolean;
  /** Said once at the start, when a person sits there. */
  welcome: Reply;
};

/** A conversation on standard input and output. Ends with the input: Ctrl-D, or the end of the pipe. */
export class TerminalAdapter implements Adapter {
  readonly platform = "terminal";
  readonly #options: TerminalOptions;
  #lines: Interface | undefined;
  #bot: Listener | undefined;
  #isOpen = false;
  #isAnswering = false;
  #presses: PressId[] = [];
  /** A form that is being filled in, a line for each field. */
  #form: { form: Form; values: string[] } | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  async run(bot: Listener): Promise<void> {
    this.#bot = bot;
    const { input, output, isInteractive, welcome } = this.#options;
    const lines = createInterface({
      input,
      ...(isInteractive && { output }),
      terminal: isInteractive,
      prompt: personMark,
      completer: complete,
    });
    this.#lines = lines;
    if (isInteractive) output.write(`${renderReply(welcome, this.#screen()).text}\n\n`);
    lines.on("SIGINT", () => lines.close());
    this.#isOpen = true;
    lines.on("close", () => {
      this.#isOpen = false;
    });
    lines.prompt();
    for await (const line of lines) {
      this.#isAnswering = true;
      if (line.trim() !== "" || this.#form) await this.#take(line, bot);
      this.#isAnswering = false;
      // The input may have ended while the answer was made; prompting then throws.
      if (this.#isOpen) lines.prompt();
    }
    if (isInteractive) output.write("\n");
  }

  async #take(line: string, bot: Listener): Promise<void> {
    const incoming = this.#read(line);
    if (!incoming) return;
    const effects = await bot.handle(incoming);
    const presses: PressId[] = [];
    let takesText = false;
    for (const effect of effects) {
      switch (effect.kind) {
        case "reply":
        case "post":
        case "edit":
          takesText = effect.kind === "reply" && effect.takesText === true;
          presses.push(...this.#write(effect.reply, presses.length + 1));
          // There is no message to come back to: what is written stays.
          if (effect.receipt) {
            const told = await bot.sent(effect.receipt, undefined);
            if (told) presses.push(...this.#write(told, presses.length + 1));
          }
          break;
        case "form":
          this.#form = { form: effect.form, values: [] };
          this.#write([heading(effect.form.title)]);
          this.#askField();
          break;
        default:
          effect satisfies never;
      }
    }
    // What has no buttons takes none away: the numbers above it still mean what they meant.
    if (takesText) this.#presses = [];
    else if (presses.length > 0) this.#presses = presses;
  }

  /** What comes by itself stands above the line that is being typed. */
  async perform(effect: OutwardEffect): Promise<void> {
    const { output, isInteractive } = this.#options;
    const isTyping = isInteractive && this.#isOpen && !this.#isAnswering;
    if (isTyping) output.write(eraseLine);
    const presses = this.#write(effect.reply);
    if (presses.length > 0) this.#presses = presses;
    if (isTyping) this.#lines?.prompt(true);
    if (effect.receipt) await this.#bot?.sent(effect.receipt, undefined);
  }

  /** @returns undefined when a form wants more lines */
  #read(line: string): Incoming | undefined {
    const open = this.#form;
    const incoming = readLine(line, this.#presses);
    // Who starts a command has left the form.
    if (!open || incoming.kind === "command") {
      this.#form = undefined;
      return incoming;
    }
    open.values.push(line.trim());
    if (open.values.length < open.form.fields.length) {
      this.#askField();
      return undefined;
    }
    this.#form = undefined;
    // An empty line leaves what stood there.
    const fields = open.form.fields.map(({ name, value = "" }, at) => [name, open.values[at] || value]);
    const values = Object.fromEntries(fields);
    return { kind: "form", origin: terminalOrigin, id: open.form.id, values };
  }

  #askField(): void {
    const field = this.#form?.form.fields[this.#form.values.length];
    if (field) this.#write([paragraph(field.value ? `${field.label} (${field.value}):` : `${field.label}:`)]);
  }

  /** @returns what the numbers of its buttons press, counted from `firstNumber` */
  #write(reply: Reply, firstNumber = 1): PressId[] {
    const rendered = renderReply(reply, this.#screen(), firstNumber);
    const indent = " ".repeat(botMark.length);
    const text = rendered.text.split("\n").map((one, at) => (at === 0 ? botMark : indent) + one);
    this.#options.output.write(`${text.map((one) => one.trimEnd()).join("\n")}\n\n`);
    return rendered.presses;
  }

  #screen(): Screen {
    const { output, isStyled } = this.#options;
    return { width: Math.min(output.columns ?? 80, widest) - botMark.length, styled: isStyled };
  }

  async stop(): Promise<void> {
    this.#lines?.close();
  }
}

/** Tab completes a command's name. */
function complete(line: string): [string[], string] {
  const names = registry.map((command) => `/${command.name} `);
  return [line.startsWith("/") ? names.filter((name) => name.startsWith(line)) : [], line];
}
