/**
 * What a knowledge file may hold. These schemas are the only statement of it: types are inferred from them, the
 * editors' JSON Schemas are generated from them, and a field's description is the remedy shown when it is missing.
 */
import { z } from "zod";
import { aliases, id, ids, level, line, prose, review, source, sources } from "./fields.ts";
import { question } from "./question-schema.ts";

const figure = z
  .strictObject({
    label: line.describe("what is measured, such as Median annual pay"),
    amount: z.number().positive(),
    low: z.number().positive().optional(),
    high: z.number().positive().optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as USD"),
    per: z.enum(["hour", "month", "year"]),
    country: z.string().regex(/^[A-Z]{2}$/, "an ISO 3166 code such as US"),
    asOf: z
      .string()
      .regex(/^\d{4}(-\d{2})?$/, "a year, or YYYY-MM")
      .describe("when it was true, such as 2023-03, in quotes when it is only a year"),
    source: source.describe("{ title, url, checked }: a figure without its source is not shown to anyone"),
  })
  .refine(
    ({ amount, low = amount, high = amount }) => low <= amount && amount <= high,
    "`low`, `amount` and `high` go upwards",
  );

/** RIASEC weights on O*NET's occupational-interest scale, 1 (not characteristic) to 7. */
const interest = z.number().min(1).max(7);
const interests = z
  .strictObject({
    realistic: interest,
    investigative: interest,
    artistic: interest,
    social: interest,
    enterprising: interest,
    conventional: interest,
  })
  .describe("six weights from 1 to 7");

/** Section titles of a role, in order, and the facet each one answers. */
export const facetTitles = {
  what: "What they do",
  skills: "Skills",
  becoming: "Becoming one",
  day: "A typical day",
  pay: "Pay and outlook",
  growing: "Growing in it",
  fit: "Is it for me?",
} as const;
export type Facet = keyof typeof facetTitles;
export const facets = Object.keys(facetTitles) as Facet[];

const career = z.strictObject({
  title: line.describe("the role's name, such as Backend developer"),
  aliases,
  summary: line.describe("what the role is, in one line"),
  skills: ids.describe("ids of terms"),
  tools: ids.describe("ids of terms"),
  related: ids.describe("ids of roles"),
  interests,
  pay: z.array(figure).default([]),
  sources,
  review,
});
export type CareerFields = z.infer<typeof career>;

const faq = z.strictObject({
  questions: z.array(line).min(1).describe("a list of wordings people use; the first is the title"),
  topics: z.array(id).min(1).describe("at least one id from topics.yaml"),
  related: ids.describe("ids of what people ask next"),
  sources,
  review,
});
export type FaqFields = z.infer<typeof faq>;

const comparison = z.strictObject({
  between: z.array(id).length(2).describe("the two ids, such as [mysql, postgresql]"),
  also: z.array(z.array(id).length(2)).default([]).describe("other pairs that it answers, such as [[sql, nosql]]"),
  summary: line.describe("the difference in one sentence: it is said first"),
  questions: z.array(line).default([]),
  related: ids,
  sources,
  review,
});
export type ComparisonFields = z.infer<typeof comparison>;

const term = z.strictObject({
  id,
  name: line.describe("how it is written, such as PostgreSQL"),
  aliases,
  kind: line.describe("what sort of thing it is, such as relational database"),
  summary: line.describe("what it is, in one sentence"),
  usedFor: line.describe("what it is used for"),
  strengths: z.array(line).min(1).describe("a list of at least one"),
  tradeOffs: z.array(line).min(1).describe("a list of at least one"),
  level: level.describe("when to learn it: junior, mid or senior"),
  link: source.describe("its official page: { title, url, checked }"),
  related: ids.describe("ids of what people ask next"),
  questions: z.array(line).default([]),
  sources: z.array(source).default([]),
  review,
});
export type TermFields = z.infer<typeof term>;

const terms = z.strictObject({ title: line, terms: z.array(term).min(1) });

const step = z.strictObject({
  learn: line.describe("what to learn"),
  why: line.describe("why it is worth it"),
  prove: line.describe("a small project that shows it was learnt"),
  hours: z.number().int().positive().describe("hours of study and practice"),
  terms: ids,
  links: z.array(source).min(1).describe("a list of at least one { title, url, checked }"),
});
const path = z.strictObject({
  title: line,
  career: id.describe("the id of the role it leads to"),
  summary: line,
  stages: z.array(z.strictObject({ title: line, steps: z.array(step).min(1) })).min(1),
  sources,
  review,
});
export type PathFields = z.infer<typeof path>;

const quiz = z.strictObject({ title: line, aliases, questions: z.array(question).min(1) });

const tip = z
  .strictObject({
    id,
    text: prose,
    topics: z.array(id).min(1).describe("at least one id from topics.yaml"),
    read: id.optional(),
    do: line.optional(),
  })
  .refine((one) => one.read !== undefined || one.do !== undefined, "add `read` (an entry's id) or `do` (what to try)");
export type TipFields = z.infer<typeof tip>;
const tips = z.strictObject({ tips: z.array(tip).min(1) });

const topic = z.strictObject({ id, title: line, aliases });
export type Topic = z.infer<typeof topic>;
const topics = z.strictObject({ topics: z.array(topic).min(1) });

const templatesWith = (...slots: string[]) =>
  z
    .array(
      line.refine(
        (template) => slots.every((slot) => template.split(slot).length === 2),
        `each template holds ${slots.join(" and ")} once`,
      ),
    )
    .min(1)
    .describe(`a list of questions, each holding ${slots.join(" and ")} once`);
const facetTemplates = templatesWith("{career}");
const phrasings = z.strictObject({
  careers: z.strictObject({
    what: facetTemplates,
    skills: facetTemplates,
    becoming: facetTemplates,
    day: facetTemplates,
    pay: facetTemplates,
    growing: facetTemplates,
    fit: facetTemplates,
  }),
  terms: templatesWith("{term}"),
  paths: templatesWith("{path}"),
  comparisons: templatesWith("{a}", "{b}"),
});
export type Phrasings = z.infer<typeof phrasings>;

const replacement = z.strictObject({
  from: z.array(line).min(1).describe("what people type; case counts only with `capitals: true`"),
  to: line.describe("what to read instead"),
  capitals: z.boolean().default(false).describe("only when typed in capitals: BE, but not be"),
  beside: z.array(line).default([]).describe("or only next to one of these words"),
});
const slang = z.strictObject({
  replace: z.array(replacement),
  ignore: z.array(line).default([]).describe("words that carry no meaning in a question: lol, pls"),
  asks: z.array(line).default([]).describe("words that a question starts with: what, how, should"),
  light: z.array(line).default([]).describe("words that say little in a question: about, thing, really"),
  synonyms: z.array(z.array(line).min(2)).default([]).describe("lists of words that mean the same in a question"),
  compares: z.array(line).default([]).describe("words that make two names a comparison: or, versus, difference"),
  followUps: z.array(line).default([]).describe("words of a question that only names another subject: what about"),
  pronouns: z.array(line).default([]).describe("words that stand for the last subject: it, they, that"),
});
export type Slang = z.infer<typeof slang>;

/** Messages that are none of the bot's business: counter-examples to every question. */
const elsewhere = z.strictObject({
  elsewhere: z.array(z.strictObject({ what: line, messages: z.array(line).min(1) })),
});

/** One schema a kind of file: the name is also the JSON Schema's file name. */
export const schemas = {
  careers: career,
  faq,
  comparisons: comparison,
  terms,
  paths: path,
  quizzes: quiz,
  tips,
  topics,
  phrasings,
  slang,
  elsewhere,
} as const;
export type Kind = keyof typeof schemas;
