import type { IncomingMessage } from "node:http";
import { refuse } from "./refusal.ts";
import type { Upload } from "./shapes.ts";

export type Read = { body: unknown; files: Upload[] };

/** A request's body: JSON, or JSON beside files. */
export async function readBody(request: IncomingMessage): Promise<Read> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(Buffer.concat(chunks), type);
  return { body: chunks.length > 0 ? readJson(Buffer.concat(chunks).toString()) : undefined, files: [] };
}

async function readForm(bytes: Buffer<ArrayBuffer>, type: string): Promise<Read> {
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const files: Upload[] = [];
  for (const [field, value] of form) {
    if (typeof value !== "string") files.push({ field, name: value.name, bytes: await value.bytes() });
  }
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? readJson(payload) : {}, files };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(50109);
  }
}
