import type { Upload } from "../shapes.ts";
import type { World } from "../world.ts";

/** A request of the bot's, read. */
export type Call = {
  method: string;
  /** After `/api/v10`, decoded, without the query. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  files: Upload[];
};

export type Answer = { status: number; body?: unknown };

/** @param ids what stands for the colons of the route's path */
type Handler = (world: World, call: Call, ...ids: string[]) => Answer;

export type Route = { method: string; pattern: RegExp; handle: Handler };

/** @param path with a colon for each id: `channels/:/messages/:` */
export function route(method: string, path: string, handle: Handler): Route {
  return { method, pattern: new RegExp(`^/${path.replaceAll(":", "([^/]+)")}$`), handle };
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export const noContent: Answer = { status: 204 };
