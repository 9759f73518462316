import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { combine } from "shamir-secret-sharing";

import { cleaned, readPrice } from "../src/bid.mjs";
import * as container from "../src/container.mjs";
import { canonicalText, fromBase64, hex, joined, sha256 } from "../src/encoding.mjs";

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);
const IDENTITY = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG";
const unhex = (value) => Uint8Array.from(value.match(/../g), (one) => Number.parseInt(one, 16));
const published = JSON.parse(readFileSync(new URL("../../../docs/sealbid-1-vectors.json", import.meta.url)));

async function officers(count) {
  const identities = await Promise.all(Array.from({ length: count }, generateX25519Identity));
  const recipients = await Promise.all(identities.map(identityToRecipient));
  const holders = recipients.map((recipient, index) => ({ x: index + 1, key: `${index}`.repeat(64), recipient }));
  return { identities, holders };
}

async function sealed(kind, documents = []) {
  const { identities, holders } = await officers(3);
  const terms = { header: { tender: "t", lot: 1 }, holders, steps: { [kind]: 16384 }, file_step: 65536 };
  const files = new Map();
  const form = { price: "118000.00", currency: "CNY" };
  const keep = async (name, content) => files.set(name, content);
  const found = await container.sealEnvelope({ kind, form, documents, terms, bundle: "", keep });
  return { ...found, files, identities };
}

test("keys, commitments and shares are those of the specification", async () => {
  assert.deepEqual(container.rawKey(IDENTITY), KEY);
  assert.equal(await container.keyCommitment(KEY), "157c5612c74135e09df2fed7a9bcb9ee57bddb260866041d5af7534079802436");
  assert.equal(await identityToRecipient(IDENTITY), "age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5p2wh");
  const first = unhex("202020202020202020202020202020202020202020202020202020202020202001");
  const second = unhex("404346454c4f4a49585b5e5d54575251707376757c7f7a79686b6e6d6467626102");
  assert.deepEqual(await combine([first, second]), KEY);
});

test("a published container has the manifest hash that this program computes", async () => {
  const envelopes = Object.values(published.envelopes);
  assert.equal(await container.manifestHash(envelopes.map((one) => one.posted.manifest)), published.manifest_hash);
  for (const one of envelopes) {
    assert.equal(canonicalText(JSON.parse(one.inner_manifest)), one.inner_manifest);
  }
});

test("any two of the dealt shares give the key, and each is checked alone", async () => {
  const shares = await container.sharesOf(KEY, 3);
  assert.deepEqual(shares.map((one) => one[32]), [1, 2, 3]);
  for (const pair of [[0, 1], [0, 2], [1, 2]]) {
    assert.deepEqual(await combine(pair.map((place) => shares[place])), KEY);
  }
});

test("an envelope opens with two officers' shares and holds what was put in", async () => {
  const content = new Uint8Array(70_000).fill(7);
  const plan = { title: "方案.pdf", type: "application/pdf", read: async () => content };
  const { manifest, shares, files, identities, identity } = await sealed("technical", [plan]);
  const list = { shares: shares.map((blob, at) => ({ bid: "b", envelope: "technical", blob, commitment: manifest.shares[at].commitment })) };
  const raw = [];
  for (const place of [0, 2]) raw.push(unhex((await container.openedShares(list, identities[place]))[place].share));
  assert.equal(await container.keyCommitment(await combine(raw)), manifest.commitment);
  assert.equal((await container.openedShares(list, identities[0]))[1].share, null);
  const age = new Decrypter();
  age.addIdentity(identity);
  const [first, second] = manifest.files;
  const inner = await age.decrypt(files.get(first.name));
  assert.equal(inner.length % 16384, 0);
  const said = JSON.parse(new TextDecoder().decode(inner));
  assert.equal(said.form.price, "118000.00");
  assert.deepEqual({ title: said.files[0].title, size: said.files[0].size, name: said.files[0].name },
    { title: "方案.pdf", size: 70_000, name: second.name });
  const document = await age.decrypt(files.get(second.name));
  assert.equal(document.length, 131_072);
  assert.equal(await sha256(document.subarray(0, 70_000)), said.files[0].sha256);
  assert.equal(await sha256(files.get(second.name)), second.sha256);
});

test("nothing outside the ciphertext is derived from the plain text", async () => {
  const { manifest } = await sealed("price_form");
  const outside = canonicalText(manifest);
  assert.ok(!outside.includes("118000"));
  const again = await sealed("price_form");
  assert.notEqual(again.manifest.commitment, manifest.commitment);
  assert.equal(again.manifest.files[0].size, manifest.files[0].size);
});

test("an officer's key opens with its passphrase only", async () => {
  const made = await container.officerKey("six words that nobody else knows", { workFactor: 10 });
  assert.equal(await container.unlocked(made.locked, "another"), null);
  assert.equal(await container.unlocked(made.locked, "six words that nobody else knows"), made.identity);
});

test("canonical JSON refuses what the specification refuses", () => {
  assert.equal(canonicalText({ b: [1, null, true], a: "é\n\u0001\"" }), "{\"a\":\"é\\n\\u0001\\\"\",\"b\":[1,null,true]}");
  for (const wrong of [1.5, Number.NaN, 2 ** 60, "\ud800", "a\0", undefined]) {
    assert.throws(() => canonicalText(wrong), TypeError);
  }
  assert.equal(hex(joined(fromBase64("AQ=="), Uint8Array.of(255))), "01ff");
});

test("prices are read as the server reads them", () => {
  for (const [typed, price] of [["56000", "56000.00"], ["５６，０００．5", "56000.50"], [" 1 000 ", "1000.00"], ["0012.30", "12.30"]]) {
    assert.deepEqual(readPrice(typed), { price });
  }
  const wrong = { "": "required", "1_000": "price", "1e3": "price", "١٠٠": "price", "-5": "price", "12,34": "price", "0": "low", "1.005": "places" };
  for (const [typed, problem] of Object.entries(wrong)) assert.deepEqual(readPrice(typed), { problem }, typed);
});

test("texts lose what cannot be shown, and nothing visible", () => {
  assert.equal(cleaned("\u200b\u200b"), "");
  assert.equal(cleaned(" 计划\r\n\u202e二\u0000 "), "计划\n二");
});
