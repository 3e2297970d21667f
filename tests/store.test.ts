import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { storeContract } from "./contracts/store.ts";
import { operatorErrorOf } from "./fakes/operator-error.ts";

storeContract("memory", () => openStore("memory:"));
storeContract("sqlite", (folder) => openStore(`sqlite:${join(folder, "waymark.sqlite")}`));

describe("a sqlite file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "waymark-sqlite-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps its values after it is closed, and makes the folder it needs", async () => {
    const url = `sqlite:${join(folder, "new", "deep", "waymark.sqlite")}`;
    const first = openStore(url);
    await first.update("key", () => ({ after: { right: 3 }, result: undefined }));
    await first.close();
    const second = openStore(url);
    expect(await second.read("key")).toEqual({ right: 3 });
    await second.close();
  });

  it("is seen by a second process while it is open", async () => {
    const url = `sqlite:${join(folder, "waymark.sqlite")}`;
    const [one, other] = [openStore(url), openStore(url)];
    await one.update("key", () => ({ after: "said", result: undefined }));
    expect(await other.read("key")).toBe("said");
    await Promise.all([one.close(), other.close()]);
  });

  it("that is a folder is refused with a remedy", () => {
    const error = operatorErrorOf(() => openStore(`sqlite:${folder}`));
    expect(error.message).toContain(folder);
    expect(error.remedy).toContain("STORE_URL");
  });

  it("that is no database is refused with a remedy, and left as it was", () => {
    const file = join(folder, "notes.txt");
    const text = "Remember the milk.\n".repeat(300);
    writeFileSync(file, text);
    const error = operatorErrorOf(() => openStore(`sqlite:${file}`));
    expect(error.message).toContain(file);
    expect(error.remedy).toContain("STORE_URL");
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("below something that is no folder is refused with a remedy", () => {
    writeFileSync(join(folder, "file"), "");
    expect(operatorErrorOf(() => openStore(`sqlite:${join(folder, "file", "a.sqlite")}`)).remedy).toContain(
      "STORE_URL",
    );
  });
});

describe("a store url", () => {
  it("that names no file is refused with a remedy", () => {
    expect(operatorErrorOf(() => openStore("sqlite:"))).toMatchObject({
      message: "STORE_URL names no file",
      remedy: expect.stringContaining("sqlite:FILE"),
    });
  });

  it.each([["redis://localhost"], ["SQLITE:a"], ["waymark.sqlite"], [""]])(
    "that names no engine (%s) gets the list of them",
    (url) => {
      expect(operatorErrorOf(() => openStore(url)).remedy).toMatch(/sqlite:FILE.*memory:/);
    },
  );
});
