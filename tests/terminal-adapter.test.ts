import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { TerminalAdapter } from "../src/adapters/terminal/adapter.ts";
import { readLine, terminalOrigin } from "../src/adapters/terminal/incoming.ts";
import type { Bot } from "../src/core/bot.ts";
import { say } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import { typeLines } from "./fakes/keyboard.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";

const { bot } = makeBot(await smallKnowledge());
const answer = `bot> How do I find my first job?

     Ask the people you know first.

     checked 2026-11-01
     · Jobs <https://example.org/jobs>

`;
const esc = "\u001b";

/** The replies on a screen, each without its mark. */
const repliesOn = (screen: string) => screen.split(/^bot> /m).slice(1);

describe("the terminal", () => {
  it("marks the first line of a reply and sets the others below its text", async () => {
    expect(await typeLines(bot, ["how do i find my first job?"])).toBe(answer);
  });

  it("answers line after line until the input ends", async () => {
    const screen = await typeLines(bot, ["how do i find my first job?", "/help", "how do i find my first job?"]);
    expect(repliesOn(screen).map((reply) => reply.split("\n")[0])).toEqual([
      "How do I find my first job?",
      "What I can do",
      "How do I find my first job?",
    ]);
  });

  it.each(["how do i find my first job?", "how do i find my first job?\n", "how do i find my first job?\n\n"])(
    "gives the answer it owes when the input ends right after %j",
    async (typed) => {
      const input = new PassThrough();
      const output = new PassThrough();
      input.end(typed);
      await new TerminalAdapter({ input, output, isInteractive: false, isStyled: false, welcome: [] }).run(bot.handle);
      expect(String(output.read())).toBe(answer);
    },
  );

  it("ignores empty lines", async () => {
    expect(await typeLines(bot, ["", "   ", "\t", "how do i find my first job?"])).toBe(answer);
  });

  it("says nothing and ends when nothing is typed", async () => {
    expect(await typeLines(bot, [])).toBe("");
  });

  it("presses a button by its number", async () => {
    const [, pressed] = repliesOn(await typeLines(bot, ["what does a backend developer do", "2"]));
    expect(pressed).toMatch(/^Backend developer: pay and outlook\n/);
  });

  it("counts the buttons of replies that stand together, and presses across them", async () => {
    const twoReplies: Bot = {
      async handle(incoming) {
        if (incoming.kind === "press") return [say([paragraph(`pressed ${incoming.id}`)])];
        return ["ask:first", "ask:second"].map((press) =>
          say([{ kind: "buttons", buttons: [{ label: "Go", press }] }]),
        );
      },
    };
    const screen = await typeLines(twoReplies, ["hello", "2"]);
    expect(screen).toBe("bot> [1] Go\n\nbot> [2] Go\n\nbot> pressed ask:second\n\n");
  });

  it("takes a number without a button for words", async () => {
    const words = repliesOn(await typeLines(bot, ["9"]));
    const tooHigh = repliesOn(await typeLines(bot, ["what does a backend developer do", "9"]));
    expect(tooHigh.slice(1)).toEqual(words);
  });

  it("forgets the buttons of a reply that has scrolled away", async () => {
    const [, , words] = repliesOn(await typeLines(bot, ["what does a backend developer do", "/path", "1"]));
    expect(words).not.toMatch(/^Backend developer: becoming one/);
  });

  it("writes no prompt, colour or welcome into a pipe", async () => {
    const screen = await typeLines(bot, ["what does a backend developer do", "/help"]);
    expect(screen).not.toContain(esc);
    expect(screen).not.toContain("you>");
    expect(screen).not.toContain("Welcome!");
  });

  it("welcomes and prompts a person, in colours", async () => {
    const screen = await typeLines(bot, ["/help"], { isInteractive: true });
    expect(screen).toMatch(/^Welcome!\n\n/);
    expect(screen).toContain("you> ");
    expect(screen).toContain(`${esc}[1mWhat I can do${esc}[22m`);
  });

  it("ends when it is stopped, though the input stays open", async () => {
    const terminal = new TerminalAdapter({
      input: new PassThrough(),
      output: new PassThrough(),
      isInteractive: false,
      isStyled: false,
      welcome: [],
    });
    const running = terminal.run(bot.handle);
    await terminal.stop();
    await expect(running).resolves.toBeUndefined();
  });
});

describe("a typed line", () => {
  const origin = terminalOrigin;

  it("is a press when it is the number of a button", () => {
    expect(readLine(" 2 ", ["ask:one", "ask:two"])).toEqual({ kind: "press", origin, id: "ask:two" });
  });

  it.each(["0", "3", "007", "-1", "1.0", "１"])("is words when it is %s and there are two buttons", (text) => {
    expect(readLine(text, ["ask:one", "ask:two"])).toEqual({ kind: "utterance", origin, text, addressed: "direct" });
  });

  it("is a command after a slash, whatever its case", () => {
    expect(readLine("/Quiz  databases count:3 ", [])).toEqual({
      kind: "command",
      origin,
      name: "quiz",
      given: "databases count:3",
    });
  });

  it.each(["/", "//", "/etc/hosts", "/ help", "1/2"])("is words when it is %s", (text) => {
    expect(readLine(text, [])).toMatchObject({ kind: "utterance", text });
  });
});
