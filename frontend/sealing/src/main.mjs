/* Sealing in the browser (docs/sealbid-1.md). Without this script, or without a secure page, the server seals. */

import { prepareBidForm } from "./bid.mjs";
import { sha256 } from "./encoding.mjs";
import { prepareKeyForm, prepareOpeningForm } from "./officer.mjs";

const PAGES = { bid: prepareBidForm, opening: prepareOpeningForm, key: prepareKeyForm };
const own = document.currentScript?.src;

async function ownHash() {
  const answer = await fetch(own, { cache: "force-cache", credentials: "same-origin" });
  return sha256(new Uint8Array(await answer.arrayBuffer()));
}

async function start() {
  const form = document.querySelector("form[data-sealing]");
  if (!form || !window.isSecureContext || !crypto.subtle) return;
  PAGES[form.dataset.sealing](form, own ? await ownHash() : "");
}

start();
