/**
 * What a subscription should have got, worked out from the offsets of its zone alone: nothing here asks the bot or its
 * calendar.
 */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** No zone changes its clocks twice within it. */
const stepMs = 6 * hourMs;
/** How long after its slot a post may come that was made to fail. */
const graceMs = 3 * hourMs;
/** Of each fault. */
const mostDescribed = 5;

/** Local days as their number since 1970, and times of day in minutes. */
type Day = number;
type Minute = number;

/** A stretch of time in which the clocks are that far ahead of UTC. */
type Span = { from: number; to: number; offsetMs: number };

/** What the clocks of a zone show over a stretch of time; instants in milliseconds since 1970. */
export class ZoneCalendar {
  readonly #spans: Span[] = [];

  constructor(zone: string, from: number, to: number) {
    const offsetAt = offsetsOf(zone);
    let offsetMs = offsetAt(from - dayMs);
    let start = Number.NEGATIVE_INFINITY;
    for (let at = from - dayMs; at < to + dayMs; at += stepMs) {
      const next = offsetAt(at + stepMs);
      if (next === offsetMs) continue;
      const change = firstMinute(at, at + stepMs, (one) => offsetAt(one) === next);
      this.#spans.push({ from: start, to: change, offsetMs });
      [start, offsetMs] = [change, next];
    }
    this.#spans.push({ from: start, to: Number.POSITIVE_INFINITY, offsetMs });
  }

  /** Times of day at which the clocks were changed, before and after, each once. */
  changes(): Minute[] {
    const walls = this.#spans.flatMap(({ to }, at) => {
      const next = this.#spans[at + 1];
      return next ? [to + (this.#spans[at]?.offsetMs ?? 0), to + next.offsetMs] : [];
    });
    return [...new Set(walls.map((wall) => Math.floor((wall % dayMs) / minuteMs)))];
  }

  dayAt(instant: number): Day {
    const span = this.#spans.find(({ to }) => instant < to);
    return Math.floor((instant + (span?.offsetMs ?? 0)) / dayMs);
  }

  /**
   * When the clocks first show a time of a day, or a later one for want of it: the first minute after a gap, the first of
   * two. Undefined on a day that the zone never had.
   */
  slotOn(day: Day, minute: Minute): number | undefined {
    const [midnight, nextMidnight] = [day * dayMs, (day + 1) * dayMs];
    const isThere = this.#spans.some(
      ({ from, to, offsetMs }) => from + offsetMs < nextMidnight && to + offsetMs > midnight,
    );
    const wall = midnight + minute * minuteMs;
    const span = this.#spans.find(({ to, offsetMs }) => to + offsetMs > wall);
    return isThere && span ? Math.max(span.from, wall - span.offsetMs) : undefined;
  }
}

function offsetsOf(timeZone: string): (at: number) => number {
  const two = "2-digit";
  const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, hourCycle: "h23", ...parts });
  return (at) => Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at;
}

/** The first whole minute at which something holds that holds from some time on, after one instant and by another. */
function firstMinute(after: number, by: number, holds: (at: number) => boolean): number {
  let [low, high] = [after / minuteMs, by / minuteMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle * minuteMs)) high = middle;
    else low = middle;
  }
  return high * minuteMs;
}

/** What is to come where and when. */
export type Due = {
  name: string;
  calendar: ZoneCalendar;
  minute: Minute;
  /** From 1, Monday, to 7. */
  days: readonly number[];
  /** How many tips or questions fit. */
  pool: number;
  /** Whether each post tells the answer of the one before. */
  isQuestion: boolean;
};

/** What came of all subscriptions; the last seven should be 0. */
export class Verdict {
  /** Local days that should have had a post, those that could not have one since they were refused, and posts. */
  due = 0;
  refused = 0;
  posts = 0;
  /** Posts that were made to fail, and came later on. */
  late = 0;
  missing = 0;
  twice = 0;
  /** Not within the minute of the slot, or too late after failing; for no slot at all; named after another day. */
  mistimed = 0;
  stray = 0;
  misdated = 0;
  /** Tips and questions that came again before all had; questions whose answer the next post did not tell. */
  repeated = 0;
  unrevealed = 0;
  /** The first of each that was wrong. */
  readonly wrong: string[] = [];

  add(fault: "missing" | "twice" | "mistimed" | "stray" | "misdated" | "repeated" | "unrevealed", what: string): void {
    this[fault]++;
    if (this[fault] <= mostDescribed) this.wrong.push(`${fault}: ${what}`);
  }
}

type Slot = { at: number; day: Day };
/** A tip or a question by its id, and the question whose answer is told before it. */
export type News = { item: string; told: string | undefined };

/** Looks on while a subscription gets what it gets. */
export class TipsJudge {
  readonly #due: Due;
  readonly #verdict: Verdict;
  #next: Slot;
  #now: (Slot & { posts: number }) | undefined;
  #season = new Set<string>();
  /** What is tried now. */
  #item = "";
  /** The last that was posted: it is followed by itself only where there is no other, and its answer is told next. */
  #last: string | undefined;

  /** @param since when the subscription was made */
  constructor(due: Due, since: number, verdict: Verdict) {
    this.#due = due;
    this.#verdict = verdict;
    this.#next = this.#slotAfter(due.calendar.dayAt(since) - 2, since);
  }

  /** Something is tried that was not tried before. @param label what the bot says its day is; `told` is answered there */
  begins(at: number, label: string, { item, told }: News): void {
    this.#pass(at - minuteMs + 1);
    const slot = this.#next;
    const { name, pool, isQuestion } = this.#due;
    const said = `${name} at ${new Date(at).toISOString()}`;
    if (slot.at > at) this.#verdict.add("stray", `${said} for ${label}`);
    else {
      this.#take();
      if (dateOf(slot.day) !== label) this.#verdict.add("misdated", `${said}: ${label} is ${dateOf(slot.day)}`);
    }
    if (this.#season.size >= pool) this.#season.clear();
    const isAgain = this.#season.has(item) || (item === this.#last && pool > 1);
    if (isAgain) this.#verdict.add("repeated", `${said}: ${item}`);
    this.#item = item;
    if (isQuestion && told !== this.#last) this.#verdict.add("unrevealed", `${said}: ${told}, not ${this.#last}`);
  }

  /** It stands. @param wasFailed whether it was made to come later */
  posts(at: number, wasFailed: boolean): void {
    this.#verdict.posts++;
    // What was never shown may come another day.
    this.#season.add(this.#item);
    this.#last = this.#item;
    const slot = this.#now;
    if (!slot) return;
    const said = `${this.#due.name} at ${new Date(at).toISOString()} for ${dateOf(slot.day)}`;
    if (++slot.posts > 1) this.#verdict.add("twice", said);
    const lateMs = at - slot.at;
    if (wasFailed && lateMs >= minuteMs) this.#verdict.late++;
    if (lateMs < 0 || lateMs >= (wasFailed ? graceMs : minuteMs)) this.#verdict.add("mistimed", said);
  }

  /** It can't be posted at all. */
  refuses(): void {
    if (!this.#now) return;
    this.#verdict.refused++;
    this.#now.posts = 1;
  }

  /** All is over. */
  ends(at: number): void {
    this.#pass(at);
    this.#close();
  }

  /** What should have begun before an instant. */
  #pass(at: number): void {
    while (this.#next.at < at) this.#take();
  }

  #take(): void {
    this.#close();
    this.#verdict.due++;
    this.#now = { ...this.#next, posts: 0 };
    this.#next = this.#slotAfter(this.#next.day, this.#next.at);
  }

  #close(): void {
    const { name } = this.#due;
    if (this.#now?.posts === 0) this.#verdict.add("missing", `${name} on ${dateOf(this.#now.day)}`);
    this.#now = undefined;
  }

  #slotAfter(before: Day, instant: number): Slot {
    const { calendar, minute, days } = this.#due;
    for (let day = before + 1; ; day++) {
      const at = days.includes(weekdayOf(day)) ? calendar.slotOn(day, minute) : undefined;
      if (at !== undefined && at > instant) return { at, day };
    }
  }
}

const dateOf = (day: Day) => new Date(day * dayMs).toISOString().slice(0, 10);
/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: Day) => ((day + 3) % 7) + 1;
