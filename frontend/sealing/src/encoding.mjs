/* Bytes, hashes and canonical JSON, as docs/sealbid-1.md §2 writes them. */

const text = new TextEncoder();

/** The UTF-8 bytes of a text. */
export const bytesOf = (value) => text.encode(value);

/** Bytes as lower-case hex digits. */
export const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");

/** SHA-256 of bytes, as 64 hex digits. */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Standard base64 of bytes. */
export function base64(bytes) {
  let found = "";
  for (const one of bytes) found += String.fromCharCode(one);
  return btoa(found);
}

/** The bytes of a base64 text; throws for anything else. */
export const fromBase64 = (value) => Uint8Array.from(atob(value), (one) => one.charCodeAt(0));

/** Several byte arrays as one. */
export function joined(...arrays) {
  const found = new Uint8Array(arrays.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of arrays) {
    found.set(one, at);
    at += one.length;
  }
  return found;
}

/** `count` random bytes. */
export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** Canonical JSON as text: members sorted by name, no fractions, no lone surrogates, no U+0000. */
export function canonicalText(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value === "string") {
    if (value.includes("\0") || /\p{Surrogate}/u.test(value)) throw new TypeError("text that JSON cannot carry");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError("amounts are text, numbers are whole");
    return String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") throw new TypeError(`no JSON: ${typeof value}`);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`).join(",")}}`;
}

/** Canonical JSON as bytes. */
export const canonical = (value) => bytesOf(canonicalText(value));

/** SHA-256 over the canonical JSON of a value. */
export const digest = (value) => sha256(canonical(value));
