import { constants, createDeflate, createZstdCompress, type Deflate, deflateSync, type ZstdCompress } from "node:zlib";
import type { WebSocket } from "ws";

/** How payloads go over one socket: as they are, or through a stream that compresses them. */
export type Encoder = { send(json: string): void; close(): void };

/** @param compress what the client's address asked for */
export function encoderFor(socket: WebSocket, compress: string | null): Encoder {
  switch (compress) {
    case "zlib-stream":
      return streamEncoder(socket, createDeflate(), constants.Z_SYNC_FLUSH);
    case "zstd-stream":
      return streamEncoder(socket, createZstdCompress(), constants.ZSTD_e_flush);
    default:
      return { send: (json) => socket.send(json), close() {} };
  }
}

/** Each payload is compressed by itself, which a client asks for when it identifies. */
export function singlyCompressed(socket: WebSocket): Encoder {
  return { send: (json) => socket.send(deflateSync(json)), close() {} };
}

/** One stream for the whole life of a socket; each payload ends in a flush, so that the client can read it at once. */
function streamEncoder(socket: WebSocket, stream: Deflate | ZstdCompress, flushMode: number): Encoder {
  let chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("error", () => socket.terminate());
  return {
    send(json) {
      stream.write(json);
      stream.flush(flushMode, () => {
        const frame = Buffer.concat(chunks);
        chunks = [];
        if (frame.length > 0 && socket.readyState === socket.OPEN) socket.send(frame);
      });
    },
    close: () => stream.destroy(),
  };
}
