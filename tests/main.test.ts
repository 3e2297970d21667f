import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "..", "src", "main.ts");
const small = join(import.meta.dirname, "fakes", "small-knowledge");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "waymark-main-"));
  cpSync(small, join(folder, "knowledge"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function start() {
  const child = spawn(process.execPath, [main, "--knowledge", join(folder, "knowledge")], {
    env: { ...process.env, STORE_URL: `sqlite:${join(folder, "data", "bot.sqlite")}`, LOG_LEVEL: "info" },
  });
  const heard = { output: "", log: "" };
  child.stdout.on("data", (text) => (heard.output += text));
  child.stderr.on("data", (text) => (heard.log += text));
  const until = async (stream: "stdout" | "stderr", isThere: () => boolean) => {
    while (!isThere()) await once(child[stream], "data");
  };
  return { child, heard, until };
}

describe("npm start", () => {
  it("answers what is piped in, and ends with the input", async () => {
    const { child, heard } = start();
    child.stdin.end("/help\n");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(heard.output).toContain("bot> What I can do");
  });

  it("ends with 0 when it is told to stop", async () => {
    const { child, heard, until } = start();
    child.stdin.write("/help\n");
    await until("stdout", () => heard.output.includes("/quiz databases"));
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("keeps the last good knowledge when an edit is broken, and says where", async () => {
    const { child, heard, until } = start();
    child.stdin.write("/help\n");
    await until("stdout", () => heard.output.includes("/quiz databases"));
    appendFileSync(join(folder, "knowledge", "en", "topics.yaml"), "typo: 1\n");
    await until("stderr", () => heard.log.includes("the edit is not served"));
    expect(heard.log).toContain('unknown field \\"typo\\"');
    heard.output = "";
    child.stdin.end("/help\n");
    await once(child, "exit");
    expect(heard.output).toContain("bot> What I can do");
  });
});
