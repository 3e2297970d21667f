import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePress, encodePress, longestPressId } from "../src/core/press.ts";

/** Text of every script; short enough that most presses fit. */
const word = fc.string({ unit: "binary", maxLength: 4 });
const press = fc.record({ command: word, arguments: fc.array(word, { maxLength: 3 }) });

describe("a press id", () => {
  it("comes back as the press it was made from, or is refused as too long", () => {
    let fitting = 0;
    fc.assert(
      fc.property(press, (pressed) => {
        const wanted = [pressed.command, ...pressed.arguments].map(encodeURIComponent).join(":").length;
        if (wanted > longestPressId) {
          expect(() => encodePress(pressed)).toThrow(RangeError);
          return;
        }
        fitting++;
        expect(decodePress(encodePress(pressed))).toEqual(pressed);
      }),
    );
    expect(fitting).toBeGreaterThan(0);
  });

  it("keeps arguments apart that hold its own separator", () => {
    const pressed = { command: "ask", arguments: ["a:b", "", "100%", "backend-developer#pay"] };
    expect(decodePress(encodePress(pressed))).toEqual(pressed);
  });

  it("has room for a command and two of the longest ids", () => {
    const pressed = { command: "compare", arguments: ["a".repeat(40), "b".repeat(40)] };
    expect(decodePress(encodePress(pressed))).toEqual(pressed);
  });

  it("may have as many characters as a platform takes, and not one more", () => {
    const fits = { command: "a", arguments: ["b".repeat(longestPressId - 2)] };
    const tooLong = { command: "a", arguments: ["b".repeat(longestPressId - 1)] };
    expect(encodePress(fits)).toHaveLength(longestPressId);
    expect(decodePress(encodePress(fits))).toEqual(fits);
    expect(() => encodePress(tooLong)).toThrow(RangeError);
  });
});

describe("a stranger's press id", () => {
  it("never breaks the reading", () => {
    const escapes = fc.array(fc.constantFrom("%", "%4", "%41", "%ff", ":", "a"), { maxLength: 30 });
    const id = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      escapes.map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(id, (text) => {
        expect(() => decodePress(text)).not.toThrow();
      }),
    );
  });

  it("is no press when it is too long or its escapes are broken", () => {
    expect(decodePress("a".repeat(longestPressId + 1))).toBeUndefined();
    expect(decodePress("ask:%")).toBeUndefined();
    expect(decodePress("ask:%ff")).toBeUndefined();
  });
});
