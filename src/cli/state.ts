/** `npm run state -- export FILE | import FILE | stats | prune`: what the bot remembers, for its operator. */
import { open, rename, rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { renderReply } from "../adapters/terminal/render.ts";
import { loadDotEnv, readConfig } from "../config.ts";
import { OperatorError } from "../core/errors.ts";
import { openLog } from "../runtime/log.ts";
import { quarantine } from "../runtime/stores/keyv-store.ts";
import { openStore } from "../runtime/stores/open-store.ts";
import type { Records } from "../runtime/stores/records.ts";
import { checkStateFile, type Exported, exportState, importState } from "../runtime/stores/state-file.ts";
import { withoutPassword } from "../runtime/stores/store-urls.ts";
import { systemClock } from "../runtime/system.ts";
import { isStyled, runCli } from "./run.ts";
import { checkStoreUrl } from "./store-url.ts";

const usage = `usage: npm run state -- <what> [--store URL]

  export FILE  write everything as JSON Lines; - for standard output
  import FILE  load such a file; records with the same key are replaced
  stats        how many records there are of each kind
  prune        delete expired records

--store URL names another store than STORE_URL. Stop the bot first for a copy in which everything is of one moment.`;

/** A progress bar is drawn anew after so many records. */
const step = 100;
const mostFaults = 20;

await runCli(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { store: { type: "string" } } });
  loadDotEnv();
  const [what, file] = positionals;
  const run = commandFor(what);
  if (!run) throw new OperatorError(what ? `there is no "${what}" here` : "nothing to do", usage);
  const needsFile = what === "export" || what === "import";
  if (needsFile !== (file !== undefined)) {
    throw new OperatorError(needsFile ? `${what} takes a file` : `${what} takes no file`, usage);
  }
  const url = values.store ?? readConfig(process.env).storeUrl;
  checkStoreUrl(url, { mayBeNew: what === "import" });
  const { logger } = await openLog("warn", process.stderr.isTTY === true);
  const { records, close } = await openStore(url, systemClock, logger);
  try {
    await run(records, file ?? "", url);
  } finally {
    await close();
  }
});

type Command = (records: Records, file: string, url: string) => Promise<void>;

function commandFor(what: string | undefined): Command | undefined {
  switch (what) {
    case "export":
      return exportTo;
    case "import":
      return importFrom;
    case "stats":
      return stats;
    case "prune":
      return prune;
    default:
      return undefined;
  }
}

async function exportTo(records: Records, file: string): Promise<void> {
  const show = progress("exporting", await records.count());
  if (file === "-") {
    const write = (line: string) => new Promise<void>((resolve) => process.stdout.write(line, () => resolve()));
    return tell(await exportState(records, write, show), show);
  }
  // What is half written has no business under the name of a whole copy.
  const draft = `${file}.part`;
  try {
    const output = await open(draft, "w", 0o600);
    try {
      const exported = await exportState(records, (line) => output.appendFile(line), show);
      await output.sync();
      await output.close();
      await rename(draft, file);
      tell(exported, show);
    } catch (error) {
      await output.close();
      await rm(draft, { force: true });
      throw error;
    }
  } catch (cause) {
    throw isTheirs(cause)
      ? new OperatorError(`cannot write ${file}: ${cause.message}`, "name a file that can be")
      : cause;
  }
}

function tell({ written, unreadable }: Exported, show: Progress): void {
  show.end();
  if (unreadable.length > 0) console.error(`Skipped, for they cannot be read as records: ${unreadable.join(", ")}`);
  console.error(`Exported ${written} records.`);
}

function isTheirs(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

async function readable<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw isTheirs(cause) ? new OperatorError(`cannot read ${file}: ${cause.message}`, "name an exported file") : cause;
  }
}

async function importFrom(records: Records, file: string): Promise<void> {
  const { records: count, faulty } = await readable(file, checkStateFile(file));
  if (faulty.length > 0) {
    const lines = faulty.slice(0, mostFaults).map(({ line, problem }) => `${file}:${line}  ${problem}`);
    const rest = faulty.length - lines.length;
    const more = rest > 0 ? [`and ${rest} more`] : [];
    throw new OperatorError([...lines, ...more].join("\n"), "nothing was imported; mend these lines or export again");
  }
  const show = progress("importing", count);
  const written = await importState(records, file, show);
  show.end();
  console.error(`Imported ${written} records.`);
}

async function stats(records: Records, _file: string, url: string): Promise<void> {
  const counts = new Map<string, number>();
  for await (const [key] of records.list("")) {
    const [namespace = ""] = key.split("/");
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(withoutPassword(url));
  for (const [namespace, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    console.log(`${String(count).padStart(9)}  ${namespace}`);
  }
  console.log(`${String(all).padStart(9)}  in all, and ${Math.max((await records.count()) - all, 0)} to prune`);
  const [next] = await records.due(1);
  if (next) console.log(`\nThe next alarm: ${next.key} at ${new Date(next.due).toISOString()}`);
  if (counts.has(quarantine)) console.log(`\nUnder ${quarantine}/ is what did not fit when it was read; see the log.`);
}

async function prune(records: Records): Promise<void> {
  console.log(`Removed ${await records.prune()} expired records.`);
}

type Progress = ((done: number) => void) & { end(): void };

/** A bar on a terminal, nothing elsewhere. */
function progress(label: string, of: number): Progress {
  const { stderr } = process;
  if (stderr.isTTY !== true) return Object.assign(() => {}, { end: () => {} });
  const draw = (done: number) => {
    const screen = { width: stderr.columns ?? 80, styled: isStyled(stderr) };
    const { text } = renderReply([{ kind: "progress", label, done, of: Math.max(of, done) }], screen);
    stderr.write(`\r${text}`);
  };
  draw(0);
  let last = 0;
  const show = (done: number) => {
    last = done;
    if (done % step === 0) draw(done);
  };
  const end = () => {
    draw(last);
    stderr.write("\n");
  };
  return Object.assign(show, { end });
}
