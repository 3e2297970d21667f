import { PassThrough, Writable } from "node:stream";
import type { Listener } from "../../src/adapters/adapter.ts";
import { TerminalAdapter } from "../../src/adapters/terminal/adapter.ts";
import { Changes } from "./stage-changes.ts";
import { type Given, lineOf, type Platform, type Player } from "./stages.ts";

const botMark = /^bot> /m;

/** Wide enough that a question's options stand in one line each. */
class Screen extends Writable {
  readonly columns = 100;
  readonly changes = new Changes(() => this.text);
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.changes.happened();
    done();
  }

  /** What the bot has said, without the mark and the room below it. */
  get replies(): string[] {
    return this.text.split(botMark).slice(1).map(unindented);
  }
}

const unindented = (reply: string) => reply.replaceAll(/^ {5}/gm, "").trimEnd();

/** Somebody at the keyboard. */
class Typist implements Player {
  readonly name: string;
  readonly whispers: string[] = [];
  readonly #screen: Screen;
  readonly #type: (line: string) => void;

  constructor(name: string, screen: Screen, type: (line: string) => void) {
    this.name = name;
    this.#screen = screen;
    this.#type = type;
  }

  async says(text: string): Promise<void> {
    this.#type(text);
  }

  async commands(name: string, given: Given = {}): Promise<void> {
    this.#type(`/${name} ${lineOf(given)}`.trim());
  }

  /** Type the number that stands before a label, the last such on the screen. */
  async presses(label: string): Promise<void> {
    const buttons = [...this.#screen.text.matchAll(/\[(\d+)\] (.+?)(?= {3}\[\d+\] |\n)/g)];
    const number = buttons.findLast(([, , shown]) => shown === label)?.[1];
    if (number === undefined) throw new Error(`no button "${label}" on the screen:\n${this.#screen.text}`);
    this.#type(number);
  }

  chooses(label: string): Promise<void> {
    return this.presses(label);
  }

  /** A line for each field, once the first is asked for. */
  async fillsIn(...values: string[]): Promise<void> {
    await this.#screen.changes.until(() => this.#screen.replies.at(-1)?.endsWith(":"));
    for (const value of values) this.#type(value);
  }
}

/** Somebody's own terminal, read from and written to by the real adapter. */
export const terminalStage: Platform = {
  name: "the terminal",
  isLonely: true,
  async open(bot: Listener, [name = "ana"]) {
    const [input, screen] = [new PassThrough(), new Screen()];
    const adapter = new TerminalAdapter({
      input,
      output: screen,
      isInteractive: false,
      isStyled: false,
      welcome: [],
    });
    const ended = adapter.run(bot);
    return {
      adapter,
      people: [new Typist(name, screen, (line) => input.write(`${line}\n`))],
      here: { platform: "terminal", conversation: "terminal" },
      somebody: { platform: "terminal", person: "you" },
      gone: undefined,
      get shown() {
        return screen.replies;
      },
      get direct() {
        return screen.replies;
      },
      complaints: () => [],
      until: (condition) => screen.changes.until(condition),
      async stop() {
        await adapter.stop();
        await ended;
      },
      async leave() {
        input.end();
        await ended;
      },
    };
  },
};
