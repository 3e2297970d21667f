import { randomUUID } from "node:crypto";
import type { Alarm } from "../core/alarm.ts";
import { StoreUnavailable } from "../core/errors.ts";
import type { Logger } from "../core/ports.ts";
import { PatientLine } from "./patient-line.ts";
import type { Records, StoredRecord } from "./stores/records.ts";

export type AlarmRunnerParts = {
  records: Records;
  logger: Logger;
  /** Does what an alarm is for. When it fails, it is asked again once the lease is over. */
  wake: (alarm: Alarm) => Promise<unknown>;
  /** Whether an alarm is for this process; others that share the store see to the rest. */
  accepts?: (key: string) => boolean;
  /** Whether an alarm may wait while others don't; of those, a few begin at a time. */
  isPatient?: (key: string) => boolean;
  /** How many patient alarms begin in a second at most. */
  patientPerSecond?: number;
  /** How long another process waits for the one that is at an alarm to say that it still is. */
  leaseMs?: number;
  /** Alarms that other processes set are noticed this late at most, when those have died since. */
  pollMs?: number;
};

const pageSize = 100;
const mostAtOnce = 16;
/**
 * Discord takes 50 requests a second of a bot in all (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit):
 * a post for each of these leaves a quarter of them to people who wait for an answer. It is each process's own: two of
 * them may meet Discord's limit, and wait.
 */
const usualPatientPerSecond = 36;
/** An alarm that fails this often is left be, with a line in the log. */
const mostAttempts = 5;

/**
 * Wakes the bot for every record whose alarm is due, once among all processes that share a store.
 *
 * Whoever comes first takes a lease on the record, which moves its alarm to the lease's end: should that process die,
 * the alarm rings again for the others. A process that is done, and whose work has not changed the record, takes the
 * alarm off.
 *
 * ```
 *  due ──lease──▶ leased until … ──wake──▶ settled
 *   ▲                  │ process died
 *   └──── lease over ◀─┘
 * ```
 */
export class AlarmRunner {
  readonly #parts: Required<AlarmRunnerParts>;
  readonly #owner = randomUUID();
  readonly #inHand = new Set<Promise<void>>();
  /** One a platform: a platform that hangs holds up nobody elsewhere. */
  readonly #patient = new Map<string, PatientLine>();
  #timer: NodeJS.Timeout | undefined;
  #lookAt = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #isRunning = false;
  #isStopping = false;

  constructor(parts: AlarmRunnerParts) {
    const usual = { leaseMs: 60_000, pollMs: 5000, patientPerSecond: usualPatientPerSecond };
    this.#parts = { accepts: () => true, isPatient: () => false, ...usual, ...parts };
  }

  start(): void {
    this.#isStopping = false;
    this.#isRunning = true;
    this.#parts.records.onDue = (due) => this.#wakeAt(due);
    this.#wakeAt(this.#now());
  }

  /** Take no more alarms, and finish those in hand. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#lookAt = Number.POSITIVE_INFINITY;
    await this.#looking;
    for (const line of this.#patient.values()) line.clear();
    await this.#idle();
  }

  /**
   * Fire everything that is due, in order, and what that makes due as well.
   *
   * @returns when the next one is due, in milliseconds since 1970; infinity when none is
   */
  async runDue(): Promise<number> {
    for (;;) {
      const next = await this.#launchDue();
      if (this.#inHand.size === 0 && [...this.#patient.values()].every(({ isIdle }) => isIdle)) return next;
      await this.#idle();
    }
  }

  async #idle(): Promise<void> {
    await Promise.all([...this.#inHand, ...[...this.#patient.values()].map((line) => line.idle())]);
  }

  /** The line in which a patient alarm waits. */
  #lineOf(key: string): PatientLine {
    const platform = key.split("/")[1] ?? "";
    const known = this.#patient.get(platform);
    if (known) return known;
    const act = async (key: string) => {
      const alarm = await this.#lease(key).catch((err) => this.#complain(err));
      if (alarm) await this.#fire(key, alarm);
    };
    const line = new PatientLine({ act, perSecond: this.#parts.patientPerSecond });
    this.#patient.set(platform, line);
    return line;
  }

  /** Take what is due in hand, without waiting for it. @returns as `runDue` does */
  async #launchDue(): Promise<number> {
    // What rings and is not ours to take must not keep us here, nor hide what comes after it.
    const passed = new Set<string>();
    while (!this.#isStopping) {
      // Larger and larger, because what is known already comes first.
      const waiting = [...this.#patient.values()].reduce((sum, { size }) => sum + size, 0);
      const limit = pageSize + 2 * (passed.size + waiting);
      const page = await this.#parts.records.due(limit);
      const now = this.#now();
      const ready = page.filter(({ key, due }) => due <= now && !passed.has(key));
      for (const { key } of ready) {
        if (this.#parts.accepts(key) && this.#parts.isPatient(key)) {
          passed.add(key);
          this.#lineOf(key).add(key);
          continue;
        }
        while (this.#inHand.size >= mostAtOnce && !this.#isStopping) await Promise.race(this.#inHand);
        if (this.#isStopping) break;
        const alarm = this.#parts.accepts(key) ? await this.#lease(key) : undefined;
        if (alarm) this.#take(this.#fire(key, alarm));
        else passed.add(key);
      }
      const next = page.find(({ due }) => due > now);
      if (next || page.length < limit) return next?.due ?? Number.POSITIVE_INFINITY;
    }
    return Number.POSITIVE_INFINITY;
  }

  #take(work: Promise<void>): void {
    const mine = work.finally(() => this.#inHand.delete(mine));
    this.#inHand.add(mine);
  }

  /** Look for alarms at an instant, unless that is going to happen before. */
  #wakeAt(at: number): void {
    if (!this.#isRunning || at >= this.#lookAt) return;
    this.#lookAt = at;
    if (this.#looking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#looking = this.#look();
      },
      Math.max(at - this.#now(), 0),
    );
  }

  async #look(): Promise<void> {
    this.#lookAt = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    try {
      next = await this.#launchDue();
    } catch (err) {
      this.#complain(err);
    }
    this.#looking = undefined;
    const soonest = Math.min(next, this.#lookAt, this.#now() + this.#parts.pollMs);
    this.#lookAt = Number.POSITIVE_INFINITY;
    this.#wakeAt(soonest);
  }

  /** The store says itself that it is lost, once; the alarms ring when it is back. */
  #complain(err: unknown): undefined {
    if (!(err instanceof StoreUnavailable)) this.#parts.logger.error({ err }, "cannot look for alarms");
  }

  /** @returns undefined when somebody else was faster, or the alarm was taken off or put off */
  async #lease(key: string): Promise<Alarm | undefined> {
    return this.#parts.records.change(key, (before, expires) => {
      const now = this.#now();
      const { due, lease } = before ?? {};
      if (!before || due === undefined || (lease?.until ?? due) > now) return { after: before, result: undefined };
      const attempt = (lease?.attempt ?? 0) + 1;
      const slash = key.indexOf("/");
      const alarm = { namespace: key.slice(0, slash), id: key.slice(slash + 1), due: new Date(due) };
      return {
        after: { ...before, lease: { by: this.#owner, until: now + this.#parts.leaseMs, attempt } },
        expires,
        result: { ...alarm, lateMs: now - due, attempt },
      };
    });
  }

  async #fire(key: string, alarm: Alarm): Promise<void> {
    const { wake, logger, leaseMs } = this.#parts;
    const { namespace, attempt } = alarm;
    const renewal = setInterval(() => {
      const until = this.#now() + leaseMs;
      this.#ours(key, attempt, (mine) => ({ ...mine, lease: mine.lease && { ...mine.lease, until } })).catch(() => {
        // Not renewed: then another process may take the alarm over, which is what leases are for.
      });
    }, leaseMs / 3);
    const settle = () => this.#ours(key, attempt, ({ version, data }) => ({ version, data }));
    try {
      await wake(alarm);
      await settle();
    } catch (err) {
      // A store that is away, or a record that a newer version wrote, says nothing about the alarm.
      const isLast = attempt >= mostAttempts && !(err instanceof StoreUnavailable);
      logger.error({ namespace, attempt, err }, isLast ? "an alarm failed, and is given up" : "an alarm failed");
      if (isLast) await settle().catch(() => {}); // the store is gone: it rings again
    } finally {
      clearInterval(renewal);
    }
  }

  /** Change a record while the lease on it is still the one that was taken for an attempt. */
  async #ours(key: string, attempt: number, change: (mine: StoredRecord) => StoredRecord): Promise<void> {
    await this.#parts.records.change(key, (before, expires) => {
      const isOurs = before?.lease?.by === this.#owner && before.lease.attempt === attempt;
      return { after: isOurs ? change(before) : before, expires, result: undefined };
    });
  }

  #now(): number {
    return this.#parts.records.clock.now().getTime();
  }
}
