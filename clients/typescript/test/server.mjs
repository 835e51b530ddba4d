// The real program, started and killed by the tests. RAPPORTEUR names the executable.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const program = process.env.RAPPORTEUR;
if (!program) {
  throw new Error("RAPPORTEUR is not set: give it the path of the program, such as ../../target/debug/rapporteur");
}

/** A database of its own, and a server that can be killed and started again at the same address. */
export class Server {
  static async start(...flags) {
    const server = new Server();
    server.folder = await mkdtemp(path.join(tmpdir(), "rapporteur-clients-"));
    server.database = `sqlite://${server.folder}/record.db`;
    await server.serve("127.0.0.1:0", ...flags);
    return server;
  }

  async serve(listen = this.host, ...flags) {
    this.child = spawn(program, ["--database", this.database, "serve", "--listen", listen, ...flags], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, RAPPORTEUR_DATABASE__POLL_MS: "20" },
    });
    for await (const line of createInterface({ input: this.child.stdout })) {
      const found = line.match(/http:\/\/([0-9.:]+)\//);
      if (found) {
        this.host = found[1];
        this.child.stdout.resume();
        return;
      }
    }
    throw new Error("the server ended before it listened");
  }

  /** Ends the process at once, as a power cut would. */
  async kill(signal = "SIGKILL") {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill(signal);
    await ended;
  }

  /** Publishes meetings, in order, from another process. */
  async publish(...slugs) {
    const line = (slug) =>
      JSON.stringify({ meeting: { slug, kind: "MEETING", status: "HELD", title: [{ locale: "en", text: slug }] } });
    const file = path.join(this.folder, `${slugs[0]}.ndjson`);
    await writeFile(file, slugs.map(line).join("\n"));
    await promisify(execFile)(program, ["--database", this.database, "import", file]);
  }

  /** Makes an editor's token. */
  async token(name) {
    const made = await promisify(execFile)(program, ["--database", this.database, "token", "create", "--name", name]);
    return made.stdout.trim();
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A list that can be waited for. */
export class Heard {
  items = [];
  #waiting = [];

  push(item) {
    this.items.push(item);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => this.items.length < count || (resolve(), false));
  }

  /** The items, once there are so many. */
  async first(count) {
    if (this.items.length < count) {
      await new Promise((resolve) => this.#waiting.push({ count, resolve }));
    }
    return this.items;
  }
}
