import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Answerer, type Finding, type Question } from "../src/core/answering/answerer.ts";
import { openReader } from "../src/core/answering/model.ts";
import { readClauses } from "../src/core/answering/text.ts";
import { Vocabulary } from "../src/core/answering/vocabulary.ts";
import { editDistance } from "../src/core/edit-distance.ts";
import { readCommonWords } from "../src/runtime/common-words.ts";
import { openKnowledge } from "../src/runtime/knowledge.ts";
import { makeBot, seededRandom } from "./fakes/parts.ts";

const { base, model } = await openKnowledge(join(import.meta.dirname, "..", "knowledge"));
const common = readCommonWords();
const answerer = new Answerer(base, common, model);
const reader = openReader(base, new Map(model.words), common);
const vocabulary = new Vocabulary(new Map(model.words));
const knownWords = [...new Set([...model.words.map(([word]) => word), ...common])];

const ask = (text: string, more: Partial<Question> = {}) =>
  answerer.answer({ text, overheard: false, carried: [], ...more });
const read = (text: string) => reader.lexicon.read(readClauses(text).flatMap(({ words }) => words));
const subjectsIn = (text: string) => reader.subjects.find(read(text)).map(({ id }) => id);

/** What holds of whatever is found, whatever was asked. */
function expectSound({ kind, candidates }: Finding): void {
  expect(["answered", "ambiguous", "unknown", "empty"]).toContain(kind);
  const scores = candidates.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(candidates.filter(({ confidence }) => !(confidence >= 0 && confidence <= 1))).toEqual([]);
  expect(new Set(candidates.map(({ entry }) => entry)).size).toBe(candidates.length);
}

describe("an answer", () => {
  const markup = fc.constantFrom(
    ..."``` ` ** __ ~~ > # <b> </b> <script> <!-- <@U012> <#C1|x> <https://a.b|c> :tada: @everyone [a](b) \\ \0 \r\n {term} § %s".split(
      " ",
    ),
  );
  const marks = fc.string({ unit: fc.constantFrom("\u0300", "\u0336", "\u20dd", "\u200d", "\u202e", "\ufe0f") });
  const zalgo = fc.array(fc.tuple(fc.constantFrom(..."what is sql"), marks)).map((letters) => letters.flat().join(""));
  const spoken = fc.constantFrom(...knownWords, "?", ",", "\n", ".", "c#", ".net", "it", "versus");
  const sentence = fc.array(fc.oneof(spoken, markup), { maxLength: 60 }).map((parts) => parts.join(" "));
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("🙂", "👩🏽‍💻", "🇩🇪", "#️⃣", "a", " ", "?") }),
    zalgo,
    sentence,
  );

  it("comes of any text, sound and best first", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (said, overheard) => {
        expectSound(ask(said, { overheard }));
      }),
      { numRuns: 600 },
    );
  });

  it("comes of any text up to 100,000 characters long", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 100_000 }), (said, length) => {
        expectSound(ask((said || "a").repeat(length).slice(0, length)));
      }),
      { numRuns: 60 },
    );
  });

  it.each(["?", "<", "`", "<!", "a'", "how ", "sql\n", "sql, ", "-- ", ":", "@", "<a", ".", "(", "backend vs "])(
    "comes of 100,000 characters of %j",
    (piece) => {
      expectSound(ask(piece.repeat(Math.ceil(100_000 / piece.length))));
    },
  );

  it("comes of any text as a follow-up on anything", () => {
    const roles = [...base.careers.keys()].map((id) => ({ id, kind: "career" as const }));
    const terms = [...base.terms.keys()].map((id) => ({ id, kind: "term" as const }));
    const carried = fc.array(fc.constantFrom(...roles, ...terms), { maxLength: 2 });
    const last = fc.constantFrom(
      undefined,
      "sql",
      "no#such",
      "#",
      ...[...base.careers.keys()].map((id) => `${id}#pay`),
    );
    fc.assert(
      fc.property(text, carried, last, (said, subjects, id) => {
        expectSound(ask(said, { carried: subjects, last: id }));
      }),
      { numRuns: 300 },
    );
  });

  it("is the same to the same question", () => {
    fc.assert(
      fc.property(sentence, (said) => {
        expect(ask(said)).toEqual(ask(said));
      }),
      { numRuns: 50 },
    );
  });

  it("is empty to a message without a letter", () => {
    const signs = fc.string({
      unit: fc.constantFrom(..."0123456789½²€ .,;:?!#@/\\\"'`*_~|<>()[]{}+-–—…\n\t🙂👍🏽🇩🇪\u200d\u0301"),
    });
    // What unfolds into letters, such as № or ™, is read as these.
    const letterless = fc
      .oneof(signs, fc.string({ unit: "binary" }))
      .filter((said) => !/\p{L}/u.test(said.normalize("NFKD")));
    fc.assert(
      fc.property(letterless, (said) => {
        expect(ask(said)).toEqual({ kind: "empty", candidates: [] });
      }),
    );
  });
});

describe("a message that is overheard", () => {
  const starters = new Set(base.slang.asks);
  const statement = fc
    .array(fc.constantFrom(...model.words.map(([word]) => word)), { minLength: 1, maxLength: 25 })
    .map((words) => words.join(" "))
    .filter((said) => read(said).every((token) => !starters.has(token.text)));

  it("gets no answer when it is a statement, whatever it names", () => {
    fc.assert(
      fc.property(statement, fc.constantFrom("", ".", "!", " 🙂"), (said, end) => {
        expect(ask(`${said}${end}`, { overheard: true }).kind).not.toBe("answered");
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    "backend vs frontend",
    "i became a backend developer last year",
    "kubernetes",
    "the salary of a backend developer, that pays my rent",
    "docker and kubernetes, my favourites!",
  ])("gets no answer when it is %j", (said) => {
    expect(ask(said, { overheard: true }).kind).toBe("unknown");
  });

  it("gets one when it is a clear question", () => {
    expect(ask("what is the difference between backend and frontend?", { overheard: true })).toMatchObject({
      kind: "answered",
      best: { entry: "backend-vs-frontend" },
    });
  });
});

describe("a comparison", () => {
  const names = [
    [...base.careers.values()].map(({ title }) => title),
    [...base.terms.values()].map(({ name }) => name),
  ];
  const { comparisons } = base.phrasings;
  const say = (template: string, one: string, other: string) =>
    template.replace(/\{([ab])\}/g, (_, slot) => (slot === "a" ? one : other));
  const best = (text: string) => {
    const [first] = ask(text).candidates;
    return { entry: first?.entry, confidence: first?.confidence ?? 0 };
  };

  it("is the same whichever is named first, where it is nothing but a comparison", () => {
    const plain = comparisons.filter((template) =>
      /^\{a\} (vs|versus|or) \{b\}$|^compare |difference between/.test(template),
    );
    expect(plain.length).toBeGreaterThan(5);
    const two = fc.oneof(
      ...names.map((all) => fc.uniqueArray(fc.constantFrom(...all), { minLength: 2, maxLength: 2 })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...plain), two, (template, [one = "", other = ""]) => {
        const texts = [say(template, one, other), say(template, other, one)] as const;
        // "Data structure and algorithm" is a name of its own, one way round only.
        fc.pre(texts.every((text) => subjectsIn(text).length === 2));
        const [forth, back] = [best(texts[0]), best(texts[1])];
        expect(back.entry).toBe(forth.entry);
        // Word pairs across the names' borders differ, so the confidence may a little.
        expect(Math.abs(back.confidence - forth.confidence)).toBeLessThan(0.1);
      }),
      { numRuns: 400 },
    );
  });

  it("is nearly always the same in every wording there is", () => {
    const random = seededRandom(1);
    const draw = (all: readonly string[]) => all[Math.floor(random.next() * all.length)] ?? "";
    const asked = comparisons.flatMap((template) =>
      Array.from({ length: 10 }, () => [template, draw(names[1] ?? []), draw(names[1] ?? [])] as const),
    );
    const uneven = asked.filter(
      ([template, one, other]) => best(say(template, one, other)).entry !== best(say(template, other, one)).entry,
    );
    expect(uneven.length / asked.length).toBeLessThan(0.05);
  });
});

describe("a follow-up", () => {
  const firstLine = (shown: string) => shown.split("\n")[0];
  const talk = () => makeBot({ base, answerer }).ana;

  it("asks the same of another role", async () => {
    const ana = talk();
    expect(firstLine(await ana.says("backend salary"))).toBe("Backend developer: pay and outlook");
    expect(firstLine(await ana.says("what about frontend?"))).toBe("Frontend developer: pay and outlook");
    expect(firstLine(await ana.says("and full stack"))).toBe("Full-stack developer: pay and outlook");
    expect(ask("what about frontend?", { last: "backend-developer#pay" })).toMatchObject({
      kind: "answered",
      best: { entry: "frontend-developer#pay" },
    });
  });

  it("takes “it” for the term that was asked about", async () => {
    const ana = talk();
    await ana.says("whats jwt");
    expect(firstLine(await ana.says("what is it used for?"))).toBe("JSON Web Token");
    expect(ask("what is it used for?", { carried: [{ id: "jwt", kind: "term" }] })).toMatchObject({
      kind: "answered",
      best: { entry: "jwt" },
    });
  });

  it("suggests the facet of both roles that were compared", async () => {
    const ana = talk();
    expect(firstLine(await ana.says("backend vs frontend?"))).toBe("Backend developer vs Frontend developer");
    const before = ana.labels.length;
    await ana.says("and the salary?");
    expect(ana.labels.slice(before)).toEqual(
      expect.arrayContaining(["Backend developer: pay and outlook", "Frontend developer: pay and outlook"]),
    );
  });
});

describe("the subjects of a text", () => {
  it.each(["is it normal", "hey guys", "my id", "a normal day", "spring is my favourite season"])(
    "are none in %j",
    (text) => {
      expect(subjectsIn(text)).toEqual([]);
    },
  );

  it.each(["encrypt", "encrypts", "encrypted", "encrypting", "encryption"])("are encryption in %j", (text) => {
    expect(subjectsIn(text)).toContain("encryption");
  });

  it("are found by every name and alias without slang in it", () => {
    const named = [...base.careers.values(), ...base.terms.values()].flatMap((one) =>
      ["title" in one ? one.title : one.name, ...one.aliases].map((name) => ({ id: one.id, name })),
    );
    const slang = new Set(base.slang.replace.flatMap(({ from }) => from));
    const plain = named.filter(
      ({ name }) =>
        !name
          .toLowerCase()
          .split(" ")
          .some((word) => slang.has(word)),
    );
    expect(plain.filter(({ id, name }) => !subjectsIn(name).includes(id))).toEqual([]);
  });
});

describe("a known word", () => {
  it("is never rewritten, but for what slang.yaml replaces or ignores", () => {
    const slang = new Set([...base.slang.replace.flatMap(({ from }) => from), ...base.slang.ignore]);
    const plain = knownWords.filter((word) => !slang.has(word));
    const rewritten = plain.filter((word) => {
      const tokens = reader.lexicon.read([{ typed: word, folded: word }]);
      return tokens.length !== 1 || tokens[0]?.text !== word || !tokens[0].known;
    });
    expect(rewritten).toEqual([]);
  });
});

/** Every word that is one slip of the finger away: a swap, a missing, an additional or another letter. */
function slipsOf(word: string): Set<string> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const slips = [...word, ""].flatMap((letter, at) => {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    return [
      `${before}${after.slice(0, 1)}${letter}${after.slice(1)}`,
      `${before}${after}`,
      ...letters.flatMap((other) => [`${before}${other}${letter}${after}`, `${before}${other}${after}`]),
    ];
  });
  return new Set(slips.filter((slip) => slip !== word));
}

describe("a misspelling", () => {
  it.each(["kubernetes", "javascript", "typescript", "encryption", "authentication", "microservices", "postgresql"])(
    "of %s by one slip is repaired, unless it is a slip of another word too",
    (word) => {
      const others = model.words.map(([one]) => one).filter((one) => one !== word);
      const wrong = [...slipsOf(word)].filter((slip) => vocabulary.nearest(slip) !== word);
      expect(wrong.filter((slip) => others.every((other) => editDistance(slip, other, 1) > 1))).toEqual([]);
      expect(wrong.length).toBeLessThanOrEqual(3);
    },
  );

  it("is left as it is when no word is near", () => {
    expect(["qqqqqqqq", "", "a", "xy", "k8s1", "z".repeat(30)].map((word) => vocabulary.nearest(word))).toEqual(
      Array(6).fill(undefined),
    );
  });

  it("is repaired the same however often it is asked", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abdekrsu"), maxLength: 12 });
    fc.assert(
      fc.property(word, (typed) => {
        expect(vocabulary.nearest(typed)).toBe(vocabulary.nearest(typed));
      }),
    );
  });
});

describe("the distance of two words", () => {
  const far = 1000;
  const word = fc.oneof(fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 }), fc.string({ maxLength: 12 }));

  it("is the same both ways", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, far)).toBe(editDistance(b, a, far));
      }),
    );
  });

  it("is zero for a word and itself, and for no two others", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a, far)).toBe(0);
        expect(editDistance(a, b, far) === 0).toBe(a === b);
      }),
    );
  });

  it("is one for a swap of neighbours that differ", () => {
    fc.assert(
      fc.property(word, fc.constantFrom("ab", "ca", "xy"), word, (before, pair, after) => {
        expect(editDistance(`${before}${pair}${after}`, `${before}${[...pair].reverse().join("")}${after}`, far)).toBe(
          1,
        );
      }),
    );
  });

  it("is at least the difference in length, and at most the longer length", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b, far);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it("is never longer than a way round, where no swap can help", () => {
    // Swaps break this rule ("ca" to "ac" to "abc"); between words with their letters in order none pays.
    const sorted = word.map((letters) => letters.split("").sort().join(""));
    fc.assert(
      fc.property(sorted, sorted, sorted, (a, b, c) => {
        expect(editDistance(a, c, far)).toBeLessThanOrEqual(editDistance(a, b, far) + editDistance(b, c, far));
      }),
    );
  });

  it("is one more than the most that matters when it is larger than that", () => {
    fc.assert(
      fc.property(word, word, fc.nat(6), (a, b, most) => {
        expect(editDistance(a, b, most)).toBe(Math.min(editDistance(a, b, far), most + 1));
      }),
    );
  });
});
