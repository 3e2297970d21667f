type Waiter = { check: () => boolean; reject: (error: Error) => void };

const patienceMs = 10_000;

/** Those who wait until something holds, asked again whenever anything has happened. */
export class Waiting {
  readonly #waiters = new Set<Waiter>();
  readonly #describe: () => string;

  /** @param describe what happened lately, for whoever has waited in vain */
  constructor(describe: () => string) {
    this.#describe = describe;
  }

  until<T>(condition: () => T | undefined | false): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
      finish();
    };
    const check = () => {
      try {
        const value = condition();
        if (value === undefined || value === false) return false;
        settle(() => resolve(value));
      } catch (error) {
        settle(() => reject(error));
      }
      return true;
    };
    const waiter: Waiter = { check, reject: (error) => settle(() => reject(error)) };
    const timer = setTimeout(() => waiter.reject(this.#timeout(condition)), patienceMs);
    if (!check()) this.#waiters.add(waiter);
    return promise;
  }

  changed(): void {
    for (const { check } of [...this.#waiters]) check();
  }

  close(): void {
    for (const { reject } of [...this.#waiters]) reject(new Error("the peer was closed"));
  }

  #timeout(condition: () => unknown): Error {
    return new Error(`not within ${patienceMs / 1000} s: ${condition.toString()}\n${this.#describe()}`);
  }
}
