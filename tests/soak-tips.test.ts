/** The short form of `npm run soak` for tips: subscriptions in zones of every habit, over more than a year. */
import { describe, expect, it } from "vitest";
import { simulateTipsApart } from "./soak/tips-simulation.ts";

const longestMs = 120_000;
const nothingWrong = {
  wrong: [],
  missing: 0,
  twice: 0,
  mistimed: 0,
  stray: 0,
  misdated: 0,
  repeated: 0,
  unrevealed: 0,
};

describe("subscriptions all over the world for 400 days", () => {
  it("get one post for each local date, on time, and nothing twice in a season", { timeout: longestMs }, async () => {
    const came = await simulateTipsApart({ subscriptions: 60, days: 400, from: "2026-11-21", seed: 1 });
    expect(came).toMatchObject(nothingWrong);
    expect(came.posts).toBe(came.due - came.refused);
    // What is made to fail does, and comes all the same.
    expect(Math.min(came.late, came.refused)).toBeGreaterThan(0);
    expect(came.posts).toBeGreaterThan(15_000);
  });
});

describe("subscriptions through days that never were, and clocks that change at midnight", () => {
  const load = { days: 45, subscriptions: 30 };

  it.each([
    ["the end of 2011 in the Pacific", "2011-12-01", ["Pacific/Apia", "Pacific/Fakaofo", "Pacific/Fiji"]],
    ["Brazil's last summer time", "2018-10-20", ["America/Sao_Paulo", "America/Campo_Grande", "America/Asuncion"]],
    ["half an hour at Lord Howe's", "2026-09-15", ["Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu"]],
    ["a last hour of the day in Greenland", "2027-03-10", ["America/Nuuk", "America/Scoresbysund"]],
  ])("get the same: %s", { timeout: longestMs }, async (_, from, zones) => {
    expect(await simulateTipsApart({ ...load, from, seed: 1, zones })).toMatchObject(nothingWrong);
  });
});
