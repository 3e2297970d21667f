import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { TerminalAdapter } from "../src/adapters/terminal/adapter.ts";
import { readLine, terminalOrigin } from "../src/adapters/terminal/incoming.ts";
import type { Bot } from "../src/core/bot.ts";
import { say } from "../src/core/effects.ts";
import type { Incoming } from "../src/core/incoming.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import { typeLines } from "./fakes/keyboard.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";

const small = await smallKnowledge();
const { bot } = makeBot(small);
const answer = `bot> How do I find my first job?

     Ask the people you know first.

     checked 2026-11-01
     · Jobs <https://example.org/jobs>

     [1] 👍   [2] 👎

`;
const esc = "\u001b";

const nothingDue = () => Promise.reject(new Error("nothing is due"));

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
      wake: nothingDue,
      sent: nothingDue,
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

  it("presses the buttons of the last reply that has any", async () => {
    const replies = async (...lines: string[]) => repliesOn(await typeLines(bot, lines)).slice(-1);
    const [replaced] = await replies("what does a backend developer do", "how do i find my first job?", "1");
    expect(replaced).toBe(`${phrases.vote.thanks}\n\n`);
    const [kept] = await replies("what does a backend developer do", "/quiz stop", "1");
    expect(kept).toMatch(/^Backend developer: becoming one\n/);
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

describe("a form in the terminal", () => {
  /** Opens a form of two fields whatever is said or commanded, and tells what comes in. */
  function formBot() {
    const heard: Incoming[] = [];
    const made: Bot = {
      async handle(incoming) {
        heard.push(incoming);
        if (incoming.kind !== "command") return [say([paragraph(`heard a ${incoming.kind}`)])];
        const fields = ["name", "wish"].map((name) => ({ name, label: `Your ${name}`, longest: 100, isLong: false }));
        return [{ kind: "form", form: { title: "Tell us", id: "wish:form", fields } }];
      },
      wake: nothingDue,
      sent: nothingDue,
    };
    return { made, heard };
  }

  /** All lines at once, since there is no event to wait for between the fields of a form. */
  async function pipe(made: Bot, ...lines: string[]): Promise<string> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end(lines.map((line) => `${line}\n`).join(""));
    await new TerminalAdapter({ input, output, isInteractive: false, isStyled: false, welcome: [] }).run(made.handle);
    return String(output.read());
  }
  const opened = "bot> Tell us\n\nbot> Your name:\n\n";

  it("is asked line by line, and handed in when it is full", async () => {
    const { made, heard } = formBot();
    expect(await pipe(made, "/form", "  Ana ", "tea")).toBe(`${opened}bot> Your wish:\n\nbot> heard a form\n\n`);
    expect(heard.slice(1)).toEqual([
      { kind: "form", origin: terminalOrigin, id: "wish:form", values: { name: "Ana", wish: "tea" } },
    ]);
  });

  it("takes an empty line for an empty answer", async () => {
    const { made, heard } = formBot();
    await pipe(made, "/form", "", "  ", "", "hello");
    expect(heard.slice(1)).toEqual([
      expect.objectContaining({ kind: "form", values: { name: "", wish: "" } }),
      expect.objectContaining({ kind: "utterance", text: "hello" }),
    ]);
  });

  it("takes a number for an answer, though there are buttons above", async () => {
    const { store, bot: real } = makeBot(small);
    await typeLines(real, ["how do i find my first job?", "/feedback", "1"]);
    expect(Object.values(store.under("feedback/"))).toEqual([{ text: "1", day: "2026-11-21" }]);
  });

  it("is left with a slash at any field", async () => {
    const { made, heard } = formBot();
    const screen = await pipe(made, "/form", "Ana", "/form", "/form", "Bea", "tea", "2");
    expect(screen.split(opened)).toHaveLength(4);
    expect(heard.map(({ kind }) => kind)).toEqual(["command", "command", "command", "form", "utterance"]);
    expect(heard[3]).toMatchObject({ values: { name: "Bea", wish: "tea" } });
  });

  it("is not asked again once it was left", async () => {
    const { bot: real, store } = makeBot(small);
    const screen = await typeLines(real, ["/feedback", "/quiz stop", "what is sql"]);
    expect(repliesOn(screen).at(-1)).toMatch(/^SQL\n/);
    expect(store.under("feedback/")).toEqual({});
  });

  it.each([[["/form"]], [["/form", "Ana"]]])("is dropped when the input ends after %j", async (lines) => {
    const { made, heard } = formBot();
    expect(await pipe(made, ...lines)).toContain(opened);
    expect(heard.map(({ kind }) => kind)).toEqual(["command"]);
  });

  it("writes down why an answer is no good", async () => {
    const { bot: real, store } = makeBot(small);
    const screen = await typeLines(real, ["what is sql", "3", "5", "it says nothing on joins", "thanks"]);
    expect(repliesOn(screen).slice(1, 5)).toEqual([
      expect.stringContaining(phrases.vote.why),
      `${phrases.vote.formTitle}\n\n`,
      `${phrases.vote.formLabel}:\n\n`,
      `${phrases.vote.thanks}\n\n`,
    ]);
    expect(Object.values(store.under("asked/"))).toContainEqual(
      expect.objectContaining({ entry: "sql", down: 1, comments: ["it says nothing on joins"] }),
    );
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
