import { z } from "zod";
import { id, level, prose, source } from "./fields.ts";

const option = z.strictObject({ text: prose, right: z.boolean().default(false) });
const options = z
  .array(option)
  .min(3)
  .max(6)
  .refine((all) => new Set(all.map((one) => one.text)).size === all.length, "no option twice")
  .describe("3 to 6 options, each { text, right }");
const common = {
  id,
  difficulty: level,
  prompt: prose,
  explanation: prose.describe("why it is right, and why the tempting others are wrong"),
  learnMore: id.describe("the id of the entry to read next"),
  source,
};
const rightOnes = (all: { right: boolean }[]) => all.filter((one) => one.right).length;
const distinct = (all: string[]) => new Set(all).size === all.length;

export const question = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("single"),
    ...common,
    options: options.refine((all) => rightOnes(all) === 1, "exactly one option has `right: true`"),
  }),
  z.strictObject({
    kind: z.literal("multiple"),
    ...common,
    options: options.refine((all) => rightOnes(all) >= 1, "at least one option has `right: true`"),
  }),
  z.strictObject({ kind: z.literal("true-false"), ...common, answer: z.boolean() }),
  z
    .strictObject({
      kind: z.literal("short"),
      ...common,
      accept: z.array(prose).min(1).optional(),
      number: z.number().optional(),
      margin: z.number().nonnegative().default(0),
    })
    .refine(
      (one) => (one.accept === undefined) !== (one.number === undefined),
      "give either `accept` (a list of right answers) or `number`",
    ),
  z.strictObject({
    kind: z.literal("order"),
    ...common,
    items: z.array(prose).min(3).max(6).refine(distinct, "no item twice").describe("3 to 6 items in the right order"),
  }),
]);
export type QuestionFields = z.infer<typeof question>;
