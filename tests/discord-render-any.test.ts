import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rendered, renderReply } from "../src/adapters/discord/render.ts";
import { type Block, inlineText, type Reply } from "../src/core/reply.ts";
import { markdownOf, readMarkdown, screenText } from "./fakes/discord-payloads.ts";
import { largeReplies, replies } from "./fakes/replies.ts";
import { violationsOf } from "./peers/discord/validate.ts";

const anyReply = fc.oneof({ weight: 3, arbitrary: replies }, { weight: 1, arbitrary: largeReplies });
const manyRunsMs = 120_000;

const create = ({ body, files }: Rendered) =>
  violationsOf({ method: "POST", path: "/channels/1/messages", body, files: files.map(({ name }) => name) });

/** In the place of a message that is one of Components V2, as all are that are edited. */
const edit = ({ body, files }: Rendered) =>
  violationsOf({
    method: "PATCH",
    path: "/channels/1/messages/2",
    body,
    files: files.map(({ name }) => name),
    before: { flags: 1 << 15, attachments: [] },
  });

/** Texts to be read one after the other, block by block; what stands beside each other has no order. */
function textsOf(block: Block): string[][] {
  switch (block.kind) {
    case "heading":
    case "code":
      return [[block.text]];
    case "text":
      return [[inlineText(block.content)]];
    case "list":
      return block.items.flatMap((item) => item.flatMap(textsOf));
    case "quote":
      return block.blocks.flatMap(textsOf);
    case "table":
      return [...block.header.map((cell) => [inlineText(cell)]), ...block.rows.map((row) => row.map(inlineText))];
    case "fields":
      return [block.fields.flatMap(({ label, value }) => [label, inlineText(value)])];
    case "buttons":
      return [block.buttons.map(({ label }) => label)];
    case "select":
      // A choice too long for its option is read above the select.
      return [[block.prompt], ...block.choices.map(({ label }) => [label])];
    case "image":
      return [[block.alt]];
    case "file":
      return [[block.name, block.text]];
    case "progress":
      return [[block.label, `${block.done}/${block.of}`]];
    case "sources":
      return [["checked", block.checked, ...block.sources.map(({ title }) => title)]];
    case "divider":
      return [];
    default:
      return block satisfies never;
  }
}

const wordsOf = (text: string) => text.match(/[\p{L}\p{M}\d]+/gu) ?? [];

/** What is not on the screen in the order, or as often, as the reply has it. */
function lost(reply: Reply, messages: readonly Rendered[]): string[] {
  const shown = wordsOf(screenText(messages));
  const sequences = reply.flatMap(textsOf).map((texts) => texts.flatMap(wordsOf));
  const counts = Map.groupBy(shown, (word) => word);
  const needed = Map.groupBy(sequences.flat(), (word) => word);
  const tooFew = [...needed]
    .filter(([word, all]) => all.length > (counts.get(word)?.length ?? 0))
    .map(([word]) => word);
  return [...tooFew, ...sequences.flatMap((words) => missing(words, shown))];
}

/** The first of the words that comes no more, and all behind it. */
function missing(words: readonly string[], shown: readonly string[]): string[] {
  let at = 0;
  for (const word of shown) if (at < words.length && word === words[at]) at++;
  return words.slice(at);
}

describe("any reply on Discord", () => {
  it(
    "is messages that Discord takes, new or in the place of another",
    () => {
      fc.assert(
        fc.property(anyReply, (reply) => {
          const messages = renderReply(reply);
          const isEmbeds = messages.some(({ body }) => body.embeds !== undefined);
          const replacing = isEmbeds ? renderReply(reply, false) : messages;
          expect([...messages.flatMap(create), ...replacing.flatMap(edit)]).toEqual([]);
        }),
        { numRuns: 10_000 },
      );
    },
    manyRunsMs,
  );

  it("loses no word and no order, wherever its pages end", () => {
    fc.assert(
      fc.property(anyReply, fc.boolean(), (reply, mayBeEmbeds) => {
        expect(lost(reply, renderReply(reply, mayBeEmbeds))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("ends no page inside code or a style", () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const texts = renderReply(reply)
          .flatMap(markdownOf)
          .flatMap((text) => readMarkdown(text));
        expect(texts.map(({ text }) => text).filter((text) => /[*`[\]]/.test(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
