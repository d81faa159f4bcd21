// A WebSocket server of few lines (RFC 6455): it echoes short messages, and pours out many.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function frame(opcode, payload) {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 4 : 2);
  head[0] = 0x80 | opcode;
  head[1] = long ? 126 : payload.length;
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** Takes whole frames off the front of what has come; they are short and masked. */
function take(bytes, told) {
  while (bytes.length >= 6) {
    const short = bytes[1] & 0x7f;
    const head = short === 126 ? 4 : 2;
    const length = short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < head + 4 + length) break;
    const key = bytes.subarray(head, head + 4);
    const payload = bytes.subarray(head + 4, head + 4 + length).map((byte, n) => byte ^ key[n % 4]);
    told(bytes[0] & 0x0f, Buffer.from(payload));
    bytes = bytes.subarray(head + 4 + length);
  }
  return bytes;
}

/** Listens until the test ends. `pour 9000` is answered with so many messages; what came is in `seen`. */
export async function echoSocket(t) {
  const server = createServer((_, answer) => answer.writeHead(401).end("no"));
  const sockets = new Set();
  const seen = [];
  server.on("upgrade", (request, socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const key = request.headers["sec-websocket-key"];
    const accept = createHash("sha1").update(key + GUID).digest("base64");
    const chosen = request.headers["sec-websocket-protocol"]?.split(",")[0];
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${chosen ? `Sec-WebSocket-Protocol: ${chosen}\r\n` : ""}\r\n`,
    );
    let rest = Buffer.alloc(0);
    socket.on("data", (part) => {
      rest = take(Buffer.concat([rest, part]), (opcode, payload) => {
        const text = payload.toString();
        seen.push({ opcode, text, url: request.url, headers: request.headers });
        if (opcode === 8) socket.end(frame(8, payload));
        else if (opcode === 9) socket.write(frame(10, payload));
        else if (text.startsWith("pour "))
          for (let n = 1; n <= Number(text.slice(5)); n++)
            socket.write(frame(1, Buffer.from(`drop ${n}`)));
        else socket.write(frame(opcode, payload));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { seen, url: `127.0.0.1:${server.address().port}` };
}
