/* The container `sealbid/1`: envelopes, keys, shares (docs/sealbid-1.md). No page, no network. */

import { bech32 } from "@scure/base";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { combine, split } from "shamir-secret-sharing";

import { base64, bytesOf, canonical, digest, fromBase64, hex, joined, randomBytes, sha256 } from "./encoding.mjs";

export const VERSION = "sealbid/1";
export const THRESHOLD = 2;
const LINE_FEED = 10;
const SPACE = 32;
const EVERY_PLACE = 255;

/** The 32 raw bytes of an age identity. */
export function rawKey(identity) {
  const { prefix, bytes } = bech32.decodeToBytes(identity.toLowerCase());
  if (prefix !== "age-secret-key-" || bytes.length !== 32) throw new TypeError("no X25519 identity");
  return bytes;
}

/** Key commitment of docs/sealbid-1.md §3. */
export const keyCommitment = (raw) => sha256(joined(bytesOf("sealbid-key-v1"), raw));

/** Share commitment of docs/sealbid-1.md §3. */
export const shareCommitment = (share) => sha256(joined(bytesOf("sealbid-share-v1"), share));

/** Shares for the places 1 to `count`, in order. The library chooses places at random, so all 255 are made. */
export async function sharesOf(raw, count) {
  const all = await split(raw, EVERY_PLACE, THRESHOLD);
  const byPlace = new Map(all.map((one) => [one[one.length - 1], one]));
  const found = Array.from({ length: count }, (_, index) => byPlace.get(index + 1));
  const joinedAgain = await combine([found[0], found[found.length - 1]]);
  if (hex(joinedAgain) !== hex(raw)) throw new Error("the shares do not give the key back");
  return found;
}

/** Bytes filled up to a multiple of the step, at least one step. */
export function padded(plain, step, filler) {
  const found = new Uint8Array(Math.max(1, Math.ceil(plain.length / step)) * step);
  found.fill(filler, plain.length);
  found.set(plain);
  return found;
}

/** Bytes encrypted to one recipient: a binary age file. */
export function encrypted(bytes, recipient) {
  const age = new Encrypter();
  age.addRecipient(recipient);
  return age.encrypt(bytes);
}

/**
 * Seal one envelope.
 *
 * `documents` = [{ title, type, read: async () => Uint8Array }], `terms` as `sealing_terms` answers them.
 * `keep(name, bytes)` is given every ciphertext as soon as it is made, so that one file at a time is in memory.
 * Returns { manifest, shares (base64), identity }; the identity never leaves this machine by itself.
 */
export async function sealEnvelope({ kind, form, documents, terms, bundle, keep }) {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const outer = [];
  const inner = [];
  const put = async (name, plain) => {
    const content = await encrypted(plain, recipient);
    outer.push({ name, sha256: await sha256(content), size: content.length });
    await keep(name, content);
  };
  const first = hex(randomBytes(16));
  for (const one of documents) {
    const content = await one.read();
    const name = hex(randomBytes(16));
    inner.push({ name, title: one.title, type: one.type, size: content.length, sha256: await sha256(content) });
    await put(name, padded(content, terms.file_step, 0));
  }
  const said = canonical({ version: VERSION, nonce: hex(randomBytes(16)), form, files: inner });
  await put(first, padded(joined(said, Uint8Array.of(LINE_FEED)), terms.steps[kind], SPACE));
  outer.unshift(outer.pop());
  const dealt = await deal(rawKey(identity), terms.holders);
  const manifest = {
    ...terms.header,
    version: VERSION,
    suite: 1,
    envelope: kind,
    files: outer,
    t: THRESHOLD,
    n: terms.holders.length,
    commitment: await keyCommitment(rawKey(identity)),
    shares: dealt.entries,
    sealed_by: "browser",
    bundle,
  };
  return { manifest, shares: dealt.blobs, identity };
}

async function deal(raw, holders) {
  const shares = await sharesOf(raw, holders.length);
  const entries = [];
  const blobs = [];
  for (const [index, holder] of holders.entries()) {
    if (holder.x !== index + 1) throw new Error("the officers are not in order");
    const blob = await encrypted(shares[index], holder.recipient);
    const commitment = await shareCommitment(shares[index]);
    entries.push({ x: holder.x, key: holder.key, sha256: await sha256(blob), commitment });
    blobs.push(base64(blob));
  }
  return { entries, blobs };
}

/** The manifest hash that the receipt carries. */
export async function manifestHash(manifests) {
  const found = {};
  for (const one of manifests) found[one.envelope] = await digest(one);
  return digest(found);
}

/** The identity inside an officer's locked key file; null when the passphrase is another one. */
export async function unlocked(file, passphrase) {
  const age = new Decrypter();
  age.addPassphrase(passphrase);
  try {
    const lines = (await age.decrypt(file, "text")).split("\n");
    return lines.find((line) => line.startsWith("AGE-SECRET-KEY-1"))?.trim() ?? null;
  } catch {
    return null;
  }
}

/** A fresh officer key: { identity, recipient, locked } with the identity under the passphrase. */
export async function officerKey(passphrase, { workFactor } = {}) {
  const identity = await generateX25519Identity();
  const age = new Encrypter();
  age.setPassphrase(passphrase);
  if (workFactor) age.setScryptWorkFactor(workFactor);
  return { identity, recipient: await identityToRecipient(identity), locked: await age.encrypt(identity) };
}

/** What was encrypted to the identity, as bytes; null when it was not. */
export async function decrypted(file, identity) {
  const age = new Decrypter();
  age.addIdentity(identity);
  try {
    return await age.decrypt(file);
  } catch {
    return null;
  }
}

/** The rows of a share list with the raw shares in hex; null where one cannot be opened or is not the one dealt. */
export async function openedShares(list, identity) {
  const found = [];
  for (const one of list.shares) {
    const share = await decrypted(fromBase64(one.blob), identity);
    const isDealt = share && (one.commitment === "" || one.commitment === (await shareCommitment(share)));
    found.push({ bid: one.bid, envelope: one.envelope, share: isDealt ? hex(share) : null });
  }
  return found;
}
