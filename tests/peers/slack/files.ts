import { type Fields, stringOf } from "./json.ts";
import type { Platform } from "./platform.ts";
import { Refusal } from "./refusal.ts";

type Upload = { id: string; name: string; title: string; length: number; altText: string; bytes?: Buffer };

/** Files on their way into a message: a place is asked for, the bytes go there, and the upload is completed. */
export class Files {
  readonly #platform: Platform;
  readonly #uploads = new Map<string, Upload>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** @returns the file's id, and where its bytes go */
  announce({ filename, length, alt_text: altText }: Fields): Fields {
    const name = stringOf(filename);
    if (name === "" || !(Number(length) > 0)) throw new Refusal("invalid_arguments");
    const id = this.#platform.ids.next("F");
    this.#uploads.set(id, { id, name, title: name, length: Number(length), altText: stringOf(altText) });
    return { file_id: id, upload_url: `${this.#platform.origin}/upload/${id}` };
  }

  /** @returns whether they were awaited, and as many as were announced */
  receive(id: string, bytes: Buffer): boolean {
    const upload = this.#uploads.get(id);
    if (upload?.length !== bytes.length) return false;
    upload.bytes = bytes;
    return true;
  }

  /** The bytes of a file, for a test to look at. */
  bytesOf(id: string): Buffer | undefined {
    return this.#uploads.get(id)?.bytes;
  }

  complete({ id, title }: Fields): Fields {
    const upload = this.#uploads.get(stringOf(id));
    if (!upload?.bytes) throw new Refusal("file_not_found");
    const { name, length: size, altText } = upload;
    return {
      id: upload.id,
      name,
      title: stringOf(title) || upload.title,
      size,
      alt_txt: altText,
      permalink: `${this.#platform.origin}/files/${upload.id}`,
    };
  }
}
