import type { z } from "zod";

/** One kind of record in the store: what its values look like, and how older ones come to look like that. */
export type Namespace<T> = {
  /** The first part of its keys. */
  name: string;
  schema: z.ZodType<T>;
  /**
   * One step for each version before this one, the oldest first: `upgrades[0]` makes a value of version 1 one of
   * version 2. So the present version is one more than their number.
   */
  upgrades: readonly ((old: unknown) => unknown)[];
};

export function defineNamespace<T>(
  name: string,
  schema: z.ZodType<T>,
  upgrades: Namespace<T>["upgrades"] = [],
): Namespace<T> {
  return { name, schema, upgrades };
}
