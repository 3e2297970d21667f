import type { IncomingMessage, ServerResponse } from "node:http";
import { type Fields, fieldsOf, optionalString } from "./json.ts";

/** What is sent back: JSON for an object, else plain text. */
export type Answer = { status: number; headers?: Record<string, string>; body: Fields | string };

/** Arguments that Slack takes as JSON inside a form. */
const jsonNames = new Set(["attachments", "blocks", "files", "metadata", "prompts", "view"]);
const booleanNames = new Set([
  "delete_original",
  "exclude_archived",
  "include_all_metadata",
  "include_locale",
  "include_num_members",
  "inclusive",
  "link_names",
  "mrkdwn",
  "prevent_creation",
  "replace_original",
  "reply_broadcast",
  "return_im",
  "test",
  "unfurl_links",
  "unfurl_media",
]);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * A call's arguments, of whichever kind the body is: JSON, or a form with JSON inside.
 *
 * @throws SyntaxError for a body that says it is JSON and is not
 */
export function decodeArguments(contentType: string, body: Buffer): Fields {
  const text = body.toString();
  if (contentType.startsWith("application/json")) return fieldsOf(JSON.parse(text || "{}"));
  const decoded: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) decoded[name] = decodeValue(name, value);
  return decoded;
}

/** What is no JSON stays a string, for the validator to reject. */
function decodeValue(name: string, value: string): unknown {
  if (booleanNames.has(name) && (value === "true" || value === "false")) return value === "true";
  if (!jsonNames.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The bytes of an uploaded file, sent as they are or as the file of a multipart form. */
export async function uploadedBytes(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  for (const value of form.values()) {
    if (typeof value !== "string") return Buffer.from(await value.arrayBuffer());
  }
  throw new Error("no file in the form");
}

/** From the header, which is what Slack looks at first, or else the argument. */
export function tokenOf(request: IncomingMessage, argument: unknown): string | undefined {
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
  return token ?? optionalString(argument);
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
