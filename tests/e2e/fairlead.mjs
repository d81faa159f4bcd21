// `fairlead serve`, as a person starts it: a real process on a data folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program =
  process.env.FAIRLEAD_PROGRAM ??
  path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/fairlead");

/** A server on its own data folder, which outlives restarts. */
export class Fairlead {
  /** Starts it; ends, and forgets its data, when the test does. */
  static async start(test, environment) {
    const data = await mkdtemp(path.join(tmpdir(), "fairlead-e2e-"));
    const fairlead = new Fairlead(data, environment);
    test.after(async () => {
      await fairlead.stop();
      await rm(data, { recursive: true, force: true });
    });
    await fairlead.launch();
    return fairlead;
  }

  constructor(data, environment = {}) {
    this.data = data;
    this.environment = environment;
    this.port = 0;
  }

  /** Starts it; on the port of the launch before, as a person's program does. */
  async launch() {
    const words = ["serve", "--port", `${this.port}`, "--data", this.data, "--json"];
    this.process = spawn(program, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FAIRLEAD_DATA: "", FAIRLEAD_LOG: "", ...this.environment },
    });
    let said = "";
    this.process.stderr.on("data", (text) => {
      said += text;
    });
    const line = await firstLine(this.process, () => said);
    const { url, port, token } = JSON.parse(line);
    this.url = url;
    this.port = port;
    this.token = token;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Asks it to end and waits until it has; the exit code. */
  async stop(signal = "SIGTERM") {
    const ended = this.process;
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return ended?.exitCode;
    const exit = once(ended, "exit");
    ended.kill(signal);
    const [code] = await exit;
    return code;
  }

  async restart(signal) {
    await this.stop(signal);
    await this.launch();
  }

  /** One request to the API; the parsed body. Fails on anything but success. */
  async api(method, target, body) {
    const response = await this.fetch(method, target, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${target}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** One request to the API with the token. */
  fetch(method, target, body) {
    return fetch(this.origin + target, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** The bundled sample as a project with a running mock. */
  importSample() {
    return this.api("POST", "/v1/imports", { source: { kind: "sample" }, startMock: true });
  }
}

/** The command, on the data folder of a server: what it says, and its exit code. */
export async function command(fairlead, ...words) {
  const env = { ...process.env, FAIRLEAD_DATA: fairlead.data };
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => {
    said.out += text;
  });
  child.stderr.on("data", (text) => {
    said.err += text;
  });
  const [code] = await once(child, "close");
  return { ...said, code };
}

async function firstLine(child, said) {
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, "line").then(([line]) => line);
  const exit = once(child, "exit").then(([code]) => {
    throw new Error(`fairlead serve ended with ${code}: ${said()}`);
  });
  return Promise.race([first, exit]);
}

/** Looks again and again until something is there; for what no browser waits for. */
export async function eventually(what, look, patience = 10_000) {
  const until = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
