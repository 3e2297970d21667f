/** Hosts of quizzes as their parent sees them: processes that are asked, answer, and die. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Incoming } from "../../src/core/incoming.ts";
import { type Reply, replyText } from "../../src/core/reply.ts";
import type { FromHost, ToHost } from "./quiz-host.ts";
import type { Place } from "./shared-store.ts";

const program = join(import.meta.dirname, "quiz-host.ts");
/** Hosts start often; their code need not be compiled each time. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "waymark-soak-code") };

/** When a host's clock began, and how much faster than ours it runs. */
export type Pace = { epoch: number; speed: number };
export type Shown = { message: string; reply: Reply };
/** What somebody was told, whether or not the host lived to say that it was done; `ms` only if it did. */
export type Answer = { told: string[]; ms: number | undefined };
type Waiting = { told: string[]; resolve: (answer: Answer) => void };

export class Host {
  /** Called with everything that becomes visible to all. */
  readonly #onShown: (shown: Shown) => void;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  /** Resolves when the process is gone and all it printed was read. */
  readonly ended: Promise<void>;
  #asked = 0;
  #isReady: () => void = () => {};

  static async start(place: Place, pace: Pace, onShown: (shown: Shown) => void): Promise<Host> {
    const host = new Host(place, pace, onShown);
    await Promise.race([
      new Promise<void>((resolve) => {
        host.#isReady = resolve;
      }),
      host.ended.then(() => {
        throw new Error("a host ended before it was ready");
      }),
    ]);
    return host;
  }

  private constructor({ url, name }: Place, { epoch, speed }: Pace, onShown: (shown: Shown) => void) {
    this.#onShown = onShown;
    const stdio: ["pipe", "pipe", "inherit"] = ["pipe", "pipe", "inherit"];
    const child = spawn(process.execPath, [program, url, name, String(epoch), String(speed)], { stdio, env });
    this.#child = child;
    child.stdin.on("error", () => {}); // what is asked of a host that has died gets no answer
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => this.#hear(line));
    this.ended = Promise.all([once(child, "exit"), once(lines, "close")]).then(([[code]]) => {
      if (code) throw new Error(`a host ended by itself, with ${code}`);
      for (const { told, resolve } of this.#waiting.values()) resolve({ told, ms: undefined });
    });
  }

  /** @returns what came of it, or as much of that as was said before the host died */
  ask(incoming: Incoming): Promise<Answer> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, { told: [], resolve });
      this.#say({ kind: "event", id, incoming });
      if (this.#isGone) this.#finish(id, undefined);
    });
  }

  /** Have it die around one of its next updates of the store. */
  dieAfter(after: number): void {
    this.#say({ kind: "die", after });
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  get #isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #say(order: ToHost): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  #hear(line: string): void {
    const heard = read(line);
    switch (heard?.kind) {
      case undefined:
        return; // cut off by a kill
      case "ready":
        this.#isReady();
        return;
      case "shown":
        this.#onShown(heard);
        return;
      case "told":
        this.#waiting.get(heard.id)?.told.push(replyText(heard.reply));
        return;
      case "handled":
        this.#finish(heard.id, heard.ms);
        return;
      default:
        heard satisfies never;
    }
  }

  #finish(id: number, ms: number | undefined): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve({ told: waiting.told, ms });
  }
}

function read(line: string): FromHost | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
