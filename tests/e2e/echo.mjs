import { once } from "node:events";
import { createServer } from "node:http";

/** A server that answers with what it was asked. */
export async function echo(t) {
  const server = createServer(async (request, answer) => {
    const parts = [];
    for await (const chunk of request) parts.push(chunk);
    const { method, url, headers } = request;
    const body = Buffer.concat(parts).toString();
    const ships = [{ id: 1, name: "Ann" }, { id: 2, name: "Bob" }];
    if (url === "/login") answer.setHeader("set-cookie", "sid=a-session-nobody-may-see; Path=/");
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify({ method, url, headers, body, ships }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
