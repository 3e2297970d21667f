import { beforeAll, describe, expect, it } from "vitest";
import type { Bot } from "../src/core/bot.ts";
import { makeBot, shippedKnowledge } from "./fakes/parts.ts";

let bot: Bot;
beforeAll(async () => {
  bot = makeBot(await shippedKnowledge()).bot;
});

describe("what is offered while somebody types an option", () => {
  it("begins with what the name begins with", () => {
    expect(bot.complete("quiz", "topic", "data")[0]).toBe("Databases");
    expect(bot.complete("career", "role", "front")[0]).toBe("Frontend developer");
  });

  it("knows other names, later words and slips", () => {
    expect(bot.complete("quiz", "topic", "databse")).toContain("Databases");
    expect(bot.complete("compare", "one", "postgres")).toContain("PostgreSQL");
    expect(bot.complete("career", "role", "developer").length).toBeGreaterThan(1);
  });

  it("offers everything there is before anything is typed, 25 at most", () => {
    expect(bot.complete("career", "role", "").length).toBe(3);
    expect(bot.complete("compare", "one", "")).toHaveLength(25);
    expect(bot.complete("help", "command", " ")).toContain("quiz");
  });

  it("offers nothing for what takes any text, for numbers, and for what there is not", () => {
    expect(bot.complete("feedback", "text", "the")).toEqual([]);
    expect(bot.complete("quiz", "count", "5")).toEqual([]);
    expect(bot.complete("quiz", "toString", "a")).toEqual([]);
    expect(bot.complete("nonsense", "topic", "a")).toEqual([]);
    expect(bot.complete("quiz", "topic", "qqqqqqqqqq")).toEqual([]);
  });

  it("stands a book as typed text", () => {
    expect(bot.complete("quiz", "topic", "database ".repeat(5000)).length).toBeLessThanOrEqual(25);
  });

  it("offers questions in words as they are asked", () => {
    expect(bot.complete("ask", "question", "degree").join("\n")).toMatch(/degree/i);
  });
});
