import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { TerminalAdapter } from "../src/adapters/terminal/adapter.ts";
import { readLine, terminalOrigin } from "../src/adapters/terminal/incoming.ts";
import type { Bot } from "../src/core/bot.ts";
import { type Effect, type OutwardEffect, type Receipt, say } from "../src/core/effects.ts";
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
      await new TerminalAdapter({ input, output, isInteractive: false, isStyled: false, welcome: [] }).run(bot);
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
      servesAlarm: () => false,
      isPatient: () => false,
      complete: () => [],
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
    const running = terminal.run(bot);
    await terminal.stop();
    await expect(running).resolves.toBeUndefined();
  });
});

/** A terminal that is typed into and written to by hand. */
function openTerminal(isInteractive: boolean, handled: Effect[] = []) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const heard: Incoming[] = [];
  const receipts: [Receipt, unknown][] = [];
  const terminal = new TerminalAdapter({ input, output, isInteractive, isStyled: false, welcome: [] });
  const running = terminal.run({
    complete: () => [],
    async handle(incoming) {
      heard.push(incoming);
      return handled;
    },
    async sent(receipt, message) {
      receipts.push([receipt, message]);
    },
  });
  /** What was written since the last time. */
  const written = () => String(output.read() ?? "");
  const type = async (text: string) => {
    input.write(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const end = async () => {
    input.end();
    await running;
  };
  return { terminal, heard, receipts, written, type, end };
}

const buttonsOf = (...presses: string[]) => ({
  kind: "buttons" as const,
  buttons: presses.map((press) => ({ label: press.toUpperCase(), press })),
});

describe("what comes to the terminal by itself", () => {
  const to = { platform: "terminal", conversation: "terminal" };
  const receipt = { command: "quiz", arguments: ["terminal/terminal", "0"] };
  const post = (...presses: string[]): OutwardEffect => ({
    kind: "post",
    to,
    reply: [paragraph("It is time."), ...(presses.length > 0 ? [buttonsOf(...presses)] : [])],
  });
  const edit = (...presses: string[]): OutwardEffect => ({
    kind: "edit",
    message: { ...to, message: "m-1" },
    reply: [paragraph("It is over."), buttonsOf(...presses)],
  });
  const eraseLine = `\r${esc}[K`;

  it("stands above the line that somebody types, which stays as it was", async () => {
    const { terminal, heard, written, type, end } = openTerminal(true);
    await type("what is");
    written();
    await terminal.perform(post("tip:one"));
    const screen = written();
    const shown = "bot> It is time.\n\n     [1] TIP:ONE\n\n";
    expect(screen.startsWith(`${eraseLine}${shown}`)).toBe(true);
    expect(screen.slice(eraseLine.length + shown.length)).toContain("you> what is");
    // With the cursor where it was: the rest is typed after it.
    await type(" sql\n");
    expect(heard).toMatchObject([{ kind: "utterance", text: "what is sql" }]);
    await end();
  });

  it("has buttons that can be pressed, in the place of those from before", async () => {
    const { terminal, heard, type, end } = openTerminal(true, [say([buttonsOf("ask:first", "ask:second")])]);
    await type("hello\n");
    await terminal.perform(post("tip:one", "tip:two"));
    await type("2\n");
    expect(heard.at(-1)).toMatchObject({ kind: "press", id: "tip:two" });
    await terminal.perform(edit("tip:three"));
    await type("1\n");
    expect(heard.at(-1)).toMatchObject({ kind: "press", id: "tip:three" });
    await end();
  });

  it("takes no buttons away when it has none", async () => {
    const { terminal, heard, type, end } = openTerminal(true, [say([buttonsOf("ask:first", "ask:second")])]);
    await type("hello\n");
    await terminal.perform(post());
    await type("2\n");
    expect(heard.at(-1)).toMatchObject({ kind: "press", id: "ask:second" });
    await end();
  });

  it("leaves a form open that is being filled in", async () => {
    const fields = ["name", "wish"].map((name) => ({ name, label: `Your ${name}`, longest: 100, isLong: false }));
    const form: Effect = { kind: "form", form: { title: "Tell us", id: "wish:form", fields } };
    const { terminal, heard, type, end } = openTerminal(true, [form]);
    await type("/form\n");
    await type("Ana\n");
    await terminal.perform(post("tip:one"));
    await type("1\n");
    expect(heard.slice(1)).toMatchObject([{ kind: "form", values: { name: "Ana", wish: "1" } }]);
    await end();
  });

  it("is written into a pipe without a prompt", async () => {
    const { terminal, written, end } = openTerminal(false);
    await terminal.perform(post("tip:one"));
    await terminal.perform(edit("tip:two"));
    expect(written()).toBe("bot> It is time.\n\n     [1] TIP:ONE\n\nbot> It is over.\n\n     [1] TIP:TWO\n\n");
    await end();
  });

  it("has its receipt handed in once it is written, without a place to come back to", async () => {
    const { terminal, receipts, written, end } = openTerminal(true);
    await terminal.perform(post("tip:one"));
    expect(receipts).toEqual([]);
    await terminal.perform({ ...post("tip:one"), receipt });
    expect(receipts).toEqual([[receipt, undefined]]);
    expect(written().split("It is time.")).toHaveLength(3);
    await terminal.perform({ ...edit("tip:one"), receipt: { ...receipt, arguments: [] } });
    expect(receipts.slice(1)).toEqual([[{ ...receipt, arguments: [] }, undefined]]);
    await end();
  });

  it("has its receipt handed in as well where it answers somebody", async () => {
    const effects: Effect[] = [
      { kind: "reply", audience: "conversation", reply: [paragraph("Here it comes.")], receipt },
      { ...post("tip:one"), receipt: { command: "tip", arguments: ["a"] } },
      { ...edit("tip:two"), receipt: { command: "tip", arguments: ["b"] } },
      say([paragraph("That was it.")]),
    ];
    const { heard, receipts, written, type, end } = openTerminal(false, effects);
    await type("hello\n");
    expect(written()).toBe(
      [
        "bot> Here it comes.",
        "bot> It is time.\n\n     [1] TIP:ONE",
        "bot> It is over.\n\n     [2] TIP:TWO",
        "bot> That was it.\n\n",
      ].join("\n\n"),
    );
    expect(receipts.map(([{ command, arguments: given }]) => [command, ...given])).toEqual([
      ["quiz", ...receipt.arguments],
      ["tip", "a"],
      ["tip", "b"],
    ]);
    await type("2\n");
    expect(heard.at(-1)).toMatchObject({ kind: "press", id: "tip:two" });
    await end();
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
      servesAlarm: () => false,
      isPatient: () => false,
      complete: () => [],
      sent: nothingDue,
    };
    return { made, heard };
  }

  /** All lines at once, since there is no event to wait for between the fields of a form. */
  async function pipe(made: Bot, ...lines: string[]): Promise<string> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end(lines.map((line) => `${line}\n`).join(""));
    await new TerminalAdapter({ input, output, isInteractive: false, isStyled: false, welcome: [] }).run(made);
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

  it("is left with a command at any field", async () => {
    const { made, heard } = formBot();
    const screen = await pipe(made, "/form", "Ana", "/form", "/form", "Bea", "tea", "2");
    expect(screen.split(opened)).toHaveLength(4);
    expect(heard.map(({ kind }) => kind)).toEqual(["command", "command", "command", "form", "utterance"]);
    expect(heard[3]).toMatchObject({ values: { name: "Bea", wish: "tea" } });
  });

  it.each(["/etc/hosts is missing", "/", "// a remark", "/ 2", "/2 of it"])(
    "takes %j for an answer, which is no command",
    async (text) => {
      const { made, heard } = formBot();
      expect(await pipe(made, "/form", text, text)).toContain("bot> heard a form");
      expect(heard.slice(1)).toEqual([expect.objectContaining({ kind: "form", values: { name: text, wish: text } })]);
    },
  );

  it("is left by a command that nobody knows, too", async () => {
    const { made, heard } = formBot();
    await pipe(made, "/form", "/Hepl me");
    expect(heard.slice(1)).toEqual([expect.objectContaining({ kind: "command", name: "hepl", given: "me" })]);
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
