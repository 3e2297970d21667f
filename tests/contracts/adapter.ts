import { afterEach, describe, expect, it } from "vitest";
import type { Listener } from "../../src/adapters/adapter.ts";
import { quizCommand } from "../../src/core/commands/quiz.ts";
import { readOptions } from "../../src/core/commands/read-options.ts";
import { type Effect, type Form, type Receipt, say, whisper } from "../../src/core/effects.ts";
import type { Destination } from "../../src/core/incoming.ts";
import { phrases } from "../../src/core/phrases.ts";
import { paragraph, type Reply } from "../../src/core/reply.ts";
import { makeBot, smallKnowledge } from "../fakes/parts.ts";
import { gate, ScriptedBot, sayWith } from "../fakes/slack.ts";
import { flat, type Platform, type Player, type Stage } from "../fakes/stages.ts";

type Answer = ConstructorParameters<typeof ScriptedBot>[0];

const receipt = (name: string): Receipt => ({ command: "quiz", arguments: [name] });
const tell = (name: string) => sayWith(receipt(name), [paragraph(name)]);
const form: Form = {
  title: "Tell us",
  id: "wish:form:7",
  fields: ["name", "wish"].map((name) => ({ name, label: `Your ${name}`, longest: 100, isLong: name === "wish" })),
};
const choice = (label: string, press: string) => ({ label, press });
/** Two ways to press the same stand beside each other, which some platforms forbid. */
const menu: Reply = [
  {
    kind: "buttons",
    buttons: [choice("Left", "ask:left:%3A"), choice("Right", "ask:right"), choice("Left again", "ask:left:%3A")],
  },
  {
    kind: "select",
    prompt: "Which",
    choices: [choice("Odd", "quiz:1"), choice("Even", "quiz:2"), choice("Odd again", "quiz:1")],
  },
];
const go: Reply = [{ kind: "buttons", buttons: [choice("Go", "ask:go")] }];
/** What would be somebody's markup, a command or a call to everybody, if it were not text. */
const hostileTexts = [
  "**b** *i* _u_ __u__ ~~s~~ ||h|| `c` ```d```",
  "# h",
  "-# h",
  "> q",
  "- l",
  "1. l",
  "[a](https://b.example) &lt; <https://b.example|a>",
  "<!channel> <!here> @everyone @here",
  "<@1> <@U1> <#2> <:e:3> :smile:",
  "\\*\\_\\",
];

/** Posts to a conversation for whoever asks, and has something to tell them once that stands. */
const telling = (here: () => Destination): Listener => ({
  handle: async () => [{ kind: "post", to: here(), reply: [paragraph("For all.")], receipt: receipt("made") }],
  complete: () => [],
  sent: async () => [paragraph("Done.")],
});

/**
 * What every adapter does, whatever its platform.
 *
 * @param platform how people do things there, and where they see what the bot does
 */
export function testAdapter(platform: Platform): void {
  let stage: Stage;
  let ana: Player;
  let bot: ScriptedBot;

  async function open(answer: Answer | readonly Effect[] = []): Promise<void> {
    bot = new ScriptedBot(typeof answer === "function" ? answer : () => answer);
    stage = await platform.open(bot, ["ana", "bea"]);
    ana = playerIn(stage, 0);
  }
  const shows = (...texts: string[]) => stage.until(() => texts.every((text) => stage.shown.join("\n").includes(text)));
  const post = (text: string, to = stage.here) =>
    stage.adapter.perform({ kind: "post", to, reply: [paragraph(text)], receipt: receipt(text) });

  describe(`the adapter for ${platform.name}`, () => {
    afterEach(() => stage.leave());

    it("brings an answer to whoever asks", async () => {
      await open([say([paragraph("Forty-two.")])]);
      await ana.says("what is it?");
      await shows("Forty-two.");
      expect(bot.heard).toMatchObject([{ kind: "utterance", text: "what is it?" }]);
    });

    it("brings several answers in their order, and what follows a question after it", async () => {
      await open((incoming) => {
        const asked = incoming.kind === "utterance" ? incoming.text : "";
        return ["one", "two", "three"].map((name) => say([paragraph(`${asked} ${name}`)]));
      });
      await ana.says("first");
      await shows("first three");
      await ana.says("second");
      await shows("second three");
      const names = ["one", "two", "three"];
      expect(stage.shown).toEqual(["first", "second"].flatMap((asked) => names.map((name) => `${asked} ${name}`)));
    });

    it("hands in each receipt once, of replies and of posts", async () => {
      await open(() => [
        tell("said"),
        { kind: "post", to: stage.here, reply: [paragraph("post")], receipt: receipt("posted") },
      ]);
      await ana.says("hello");
      await bot.until(() => bot.receipts.length === 2);
      await ana.commands("help");
      await bot.until(() => bot.receipts.length === 4);
      await post("of its own accord");
      const names = bot.receipts.map(({ receipt: { arguments: given } }) => given.join());
      expect(names).toEqual(["said", "posted", "said", "posted", "of its own accord"]);
    });

    it("takes presses back with the ids that buttons and choices had", async () => {
      await open((incoming) => (incoming.kind === "utterance" ? [say(menu)] : []));
      await ana.says("menu");
      await shows("Odd again");
      const acts: [() => Promise<void>, string][] = [
        [() => ana.presses("Left"), "ask:left:%3A"],
        [() => ana.presses("Right"), "ask:right"],
        [() => ana.presses("Left again"), "ask:left:%3A"],
        [() => ana.chooses("Odd"), "quiz:1"],
        [() => ana.chooses("Even"), "quiz:2"],
        [() => ana.chooses("Odd again"), "quiz:1"],
      ];
      for (const [act, id] of acts) {
        const before = bot.heard.length;
        await act();
        expect((await bot.hears(before + 1)).at(-1)).toMatchObject({ kind: "press", id });
      }
    });

    it("takes a form back with its id and what was filled in", async () => {
      await open((incoming) => (incoming.kind === "command" ? [{ kind: "form", form }] : []));
      await ana.commands("feedback");
      await ana.fillsIn("Ana", "tea & <cake>");
      const [, filledIn] = await bot.hears(2);
      expect(filledIn).toMatchObject({ kind: "form", id: form.id, values: { name: "Ana", wish: "tea & <cake>" } });
    });

    it("takes commands with their names and what they were given", async () => {
      await open();
      await ana.commands("quiz", { topic: "databases", count: 3 });
      await ana.commands("progress");
      const [quiz, progress] = await bot.hears(2);
      expect(quiz).toMatchObject({ kind: "command", name: "quiz" });
      const values = { topic: "databases", count: 3 };
      expect(quiz?.kind === "command" && readOptions(quizCommand, quiz.given)).toMatchObject({ kind: "read", values });
      expect(progress).toMatchObject({ kind: "command", name: "progress" });
    });

    it("takes everything that somebody does as theirs, from the same conversation", async () => {
      await open((incoming) => [incoming.kind === "command" ? { kind: "form", form } : say(go)]);
      await ana.says("hello");
      await shows("Go");
      await ana.presses("Go");
      await bot.hears(2);
      await ana.commands("feedback");
      await ana.fillsIn("Ana", "tea");
      const heard = await bot.hears(4);
      expect(heard.map(({ kind }) => kind)).toEqual(["utterance", "press", "command", "form"]);
      const [{ platform: where = "", conversation = "", person = "" } = {}] = heard.map(({ origin }) => origin);
      expect({ platform: where, conversation }).toEqual(stage.here);
      for (const { origin } of heard) expect(origin).toMatchObject({ platform: where, conversation, person });
    });

    it("lets people hear that a command is unknown", async () => {
      const { bot: real } = makeBot(await smallKnowledge());
      stage = await platform.open(real, ["ana"]);
      ana = playerIn(stage, 0);
      await ana.commands("qiuz");
      await stage.until(() => [...stage.shown, ...ana.whispers].join("\n").includes(phrases.unknownCommand("qiuz")));
    });

    it("tells somebody what is for them alone", async () => {
      await open([whisper([paragraph("Between us.")])]);
      await ana.commands("progress");
      await stage.until(() => [...stage.shown, ...ana.whispers].join("\n").includes("Between us."));
    });

    it("tells whoever asks for a post what came of it, once it stands", async () => {
      stage = await platform.open(
        telling(() => stage.here),
        ["ana", "bea"],
      );
      ana = playerIn(stage, 0);
      await ana.commands("tips");
      await stage.until(() => [...stage.shown, ...ana.whispers].includes("Done."));
      const [all, alone] = platform.isLonely ? [["For all.", "Done."], []] : [["For all."], ["Done."]];
      expect([stage.shown, ana.whispers]).toEqual([all, alone]);
      for (const other of stage.people.slice(1)) expect(other.whispers).toEqual([]);
    });

    it("tells nobody what came of a post that nobody asked for", async () => {
      stage = await platform.open(
        telling(() => stage.here),
        ["ana", "bea"],
      );
      await post("Good morning.");
      await shows("Good morning.");
      await post("Good evening.");
      await shows("Good evening.");
      expect(stage.shown).toEqual(["Good morning.", "Good evening."]);
      for (const { whispers } of stage.people) expect(whispers).toEqual([]);
    });

    it("brings a long reply whole", async () => {
      const words = Array.from({ length: 2400 }, (_, at) => `word${at}`);
      const paragraphs = Array.from({ length: 24 }, (_, at) =>
        paragraph(words.slice(at * 100, at * 100 + 100).join(" ")),
      );
      await open([say([...paragraphs, { kind: "list", ordered: false, items: [[paragraph("the end")]] }])]);
      await ana.says("tell me everything");
      await shows("the end");
      expect(stage.shown.join(" ").match(/word\d+/g)).toEqual(words);
    });

    it.each(hostileTexts)("shows %j as text", async (text) => {
      await open([say([paragraph(text)])]);
      await ana.says("hello");
      await stage.until(() => stage.shown.length > 0);
      expect(stage.shown.map(flat)).toEqual([text]);
    });

    it("posts to a conversation, and to a person, with nobody to reply to", async () => {
      await open();
      await post("To all.");
      await shows("To all.");
      await post("To you.", stage.somebody);
      await stage.until(() => stage.direct.includes("To you."));
      expect(bot.receipts).toHaveLength(2);
    });

    it("finishes what is in hand when it is stopped, and ends", async () => {
      const { passed, open: letGo } = gate([say([paragraph("Just in time.")])]);
      await open(() => passed);
      await ana.says("quick");
      await bot.hears();
      const shownAtTheEnd = stage.stop().then(() => stage.shown);
      // Whoever did not wait would be gone by the time another has come and gone.
      const another = await platform.open(bot, ["bea"]);
      await another.stop();
      letGo();
      expect(await shownAtTheEnd).toEqual(["Just in time."]);
    });

    // At a keyboard there is nobody else who could see a whisper, and a line that is written cannot be changed.
    if (!platform.isLonely) testCompany(platform, { open, post, stage: () => stage, bot: () => bot });
  });
}

type Company = {
  open(answer?: Answer | readonly Effect[]): Promise<void>;
  post(text: string): Promise<void>;
  stage(): Stage;
  bot(): ScriptedBot;
};

/** What an adapter does where there are others, and messages to come back to. */
function testCompany(platform: Platform, { open, post, stage, bot }: Company): void {
  const refOf = async (name: string) => {
    const all = bot().receipts;
    const found = await bot().until(() => all.find(({ receipt }) => receipt.arguments[0] === name));
    if (!found.message) throw new Error(`nobody knows where "${name}" is`);
    return found.message;
  };
  const becomes = (...texts: string[]) => stage().until(() => `${stage().shown}` === `${texts}` && texts);

  it("tells nobody else what is for one person", async () => {
    await open([whisper([paragraph("Between us.")]), say([paragraph("For all.")])]);
    const [ana, bea] = [playerIn(stage(), 0), playerIn(stage(), 1)];
    await ana.commands("progress");
    await becomes("For all.");
    expect(ana.whispers).toEqual(["Between us."]);
    expect(bea.whispers).toEqual([]);
  });

  it("hears who of several people does something", async () => {
    await open();
    await playerIn(stage(), 0).says("one");
    await bot().hears(1);
    await playerIn(stage(), 1).says("two");
    const people = (await bot().hears(2)).map(({ origin }) => origin.person);
    expect(new Set(people).size).toBe(2);
  });

  it("puts an edit in the place of a reply to words, to a command, and of a post", async () => {
    await open((incoming) => [tell(incoming.kind)]);
    const ana = playerIn(stage(), 0);
    await ana.says("hello");
    const utterance = await refOf("utterance");
    await ana.commands("progress");
    const command = await refOf("command");
    await post("post");
    const posted = await refOf("post");
    await becomes("utterance", "command", "post");
    for (const message of [posted, utterance, command]) {
      const reply = [paragraph(`${message === posted ? "posted" : "replied"} anew`)];
      await stage().adapter.perform({ kind: "edit", message, reply, receipt: receipt("edit") });
    }
    await becomes("replied anew", "replied anew", "posted anew");
    const edited = bot().receipts.slice(3);
    expect(edited.map(({ message }) => message)).toEqual([posted, utterance, command]);
  });

  it("edits the message that somebody presses", async () => {
    await open((incoming) => {
      if (incoming.kind !== "press") return [say(go)];
      return incoming.message ? [{ kind: "edit", message: incoming.message, reply: [paragraph("Gone.")] }] : [];
    });
    const ana = playerIn(stage(), 0);
    await ana.says("hello");
    await becomes("Go");
    await ana.presses("Go");
    await becomes("Gone.");
  });

  it("lets be what can be done nowhere any more, and says so in the log", async () => {
    await open();
    const { adapter, gone, complaints } = stage();
    if (!gone || !("conversation" in gone)) throw new Error(`everything stays on ${platform.name}`);
    const reply = [paragraph("Is anybody there?")];
    await adapter.perform({ kind: "post", to: gone, reply, receipt: receipt("lost") });
    await adapter.perform({ kind: "edit", message: { ...gone, message: "1" }, reply, receipt: receipt("lost") });
    expect(bot().receipts).toEqual([]);
    expect(complaints()).toEqual(["may not write there", "may not write there"]);
  });
}

function playerIn({ people }: Stage, at: number): Player {
  const player = people[at];
  if (!player) throw new Error(`there are ${people.length} people`);
  return player;
}
