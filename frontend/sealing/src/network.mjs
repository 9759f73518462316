/* Talking to the site: form tokens, refusals as sentences, parts that go on after an interruption. */

const PAUSES = [500, 1500, 4000, 8000];
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

/** A refusal of the site, in the reader's words. */
export class Refusal extends Error {
  constructor(status, said) {
    super(said.text || "");
    this.status = status;
    this.code = said.code || "";
    this.facts = said.facts || {};
  }
}

/** Send a request; returns the JSON of the answer; throws Refusal for an answer that refuses, TypeError without one. */
export async function ask(address, { token, body, type, method = body === undefined ? "GET" : "POST" } = {}) {
  const headers = { Accept: "application/json", ...(token && { "X-CSRFToken": token }), ...(type && { "Content-Type": type }) };
  const answer = await fetch(address, { method, headers, body, credentials: "same-origin", redirect: "error" });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const said = isJson ? await answer.json() : {};
  if (answer.ok && isJson) return said;
  throw new Refusal(answer.status, said);
}

/** The same, tried again after a lost connection or a server that is starting. */
export async function askAgain(address, options) {
  for (const wait of PAUSES) {
    try {
      return await ask(address, options);
    } catch (problem) {
      const isPassing = !(problem instanceof Refusal) || problem.status >= 502;
      if (!isPassing) throw problem;
      await pause(wait);
    }
  }
  return ask(address, options);
}

/**
 * Upload one file in pieces; goes on where the server says that it stopped.
 *
 * `progress(bytes)` hears of every piece. Returns when the server has the file with the expected hash.
 */
export async function upload({ address, organization, blob, sha256, chunk, token, progress }) {
  let at = 0;
  while (at < blob.size) {
    const piece = blob.slice(at, at + chunk);
    const query = new URLSearchParams({ organization, size: String(blob.size), offset: String(at) });
    try {
      const said = await askAgain(`${address}?${query}`, { token, body: piece, type: "application/octet-stream" });
      progress(piece.size);
      at += piece.size;
      if (at >= blob.size && said.sha256 !== sha256) throw new Error("the server holds other bytes");
    } catch (problem) {
      const received = problem instanceof Refusal && problem.status === 409 ? problem.facts.received : undefined;
      if (!Number.isInteger(received) || received === at) throw problem;
      progress(received - at);
      at = received;
    }
  }
}
