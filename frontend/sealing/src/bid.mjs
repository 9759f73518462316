/* The page on which a bid is made: read the form, seal it here, upload ciphertext, post the container. */

import { sealEnvelope } from "./container.mjs";
import { sha256 } from "./encoding.mjs";
import { askAgain, Refusal, upload } from "./network.mjs";
import { bytesOfFile, typeOf, WrongFile } from "./pictures.mjs";
import { clearProblems, said, showProblems } from "./texts.mjs";

const PROPOSAL = ["plan", "team", "social_worker", "community_contact", "quality"];
const NAMED = ["partners", "subcontracted", "small_share"];
const WIDE = { "．": ".", "，": ",", "　": " " };

/** The price as `118000.00`, or the name of what is wrong with it; the same rule as on the server. */
export function readPrice(typed) {
  const narrow = typed.normalize("NFC").trim()
    .replace(/[０-９]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/[．，　]/g, (one) => WIDE[one])
    .replace(/(?<=[0-9]) (?=[0-9]{3}(?![0-9]))/g, "");
  if (!narrow) return { problem: "required" };
  const match = /^(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]+))?$/.exec(narrow);
  if (!match) return { problem: "price" };
  if ((match[1] || "").length > 2) return { problem: "places" };
  const [whole, fen = ""] = narrow.replaceAll(",", "").split(".");
  const price = `${whole.replace(/^0+(?=[0-9])/, "")}.${fen.padEnd(2, "0")}`;
  return fenOf(price) > 0n ? { price } : { problem: "low" };
}

/** An amount in fen. */
export const fenOf = (price) => BigInt(price.replace(".", ""));

const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const BLANK = /^[\s\u200b-\u200d\u2060\ufeff\u3164\u115f\u1160\u2800]*$/;

/** A text as the server's fields clean it: no direction overrides, no control characters, no lone surrogates. */
export function cleaned(text) {
  const plain = text.normalize("NFC").replace(/\r\n?/g, "\n").replace(DIRECTIONS, "");
  const kept = plain.replace(/[^\P{Cc}\n\t]|\p{Surrogate}/gu, "").trim();
  return BLANK.test(kept) ? "" : kept;
}

/** Let the form be sealed in this browser; the page works without, then the server seals. */
export function prepareBidForm(form, bundle) {
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const page = {
    form,
    bundle,
    token,
    progress: document.querySelector("[data-sealing-progress]"),
    done: document.querySelector("[data-sealing-done]"),
    sealed: null,
  };
  document.querySelectorAll("[data-sealing-mode]").forEach((one) => {
    one.hidden = one.dataset.sealingMode !== "browser";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    run(page);
  }, true);
  page.progress.querySelector("[data-sealing-retry]").addEventListener("click", () => run(page));
}

async function run(page) {
  if (page.isRunning) return;
  page.isRunning = true;
  clearProblems(page.form);
  try {
    page.sealed ||= await sealForm(page);
    if (page.sealed) await handIn(page);
  } catch (problem) {
    showFailure(page, problem);
  } finally {
    page.isRunning = false;
  }
}

function show(page, name, share) {
  page.progress.hidden = false;
  page.form.hidden = true;
  page.progress.querySelector("[data-sealing-retry]").hidden = true;
  page.progress.querySelector("[data-sealing-said]").textContent = said(page.form, name);
  page.progress.querySelector("progress").value = share;
}

function backToForm(page, problems) {
  page.progress.hidden = true;
  page.form.hidden = false;
  page.sealed = null;
  showProblems(page.form, said(page.form, "textCheck"), said(page.form, "textKept"), problems);
}

/** Read and seal; returns null after showing what is wrong in the form. */
async function sealForm(page) {
  const { form } = page;
  const terms = await termsOf(page);
  const { problems, filled, documents } = read(form, terms);
  if (problems.length) {
    backToForm(page, problems);
    return null;
  }
  show(page, "textSealing", 0.05);
  const files = new Map();
  const keep = async (name, content) => files.set(name, { blob: new Blob([content]), sha256: await sha256(content) });
  const parts = [
    ["technical", filled.proposal, [...documents.agreement, ...documents.files]],
    ["price_form", filled.price, []],
    ["price_attachments", {}, documents.price_files],
  ];
  const envelopes = [];
  try {
    for (const [kind, what, list] of parts) {
      envelopes.push(await sealEnvelope({ kind, form: what, documents: list, terms, bundle: page.bundle, keep }));
      show(page, "textSealing", 0.05 + 0.1 * envelopes.length);
    }
  } catch (problem) {
    if (!(problem instanceof WrongFile)) throw problem;
    backToForm(page, [wrongFile(form, problem, form.elements.files)]);
    return null;
  }
  return { envelopes, files, terms, token: form.elements.token.value, organization: form.elements.organization.value };
}

function termsOf({ form }) {
  const query = new URLSearchParams({ organization: form.elements.organization.value });
  return form.elements.organization.value
    ? askAgain(`${said(form, "terms")}?${query}`)
    : Promise.resolve({ price_limit: "999999999999.99", limits: { file: 0, files: 30 }, one_file: 0 });
}

function read(form, terms) {
  const problems = [];
  const wrong = (field, name, facts) => problems.push({
    field, label: labelOf(field), text: said(form, `text${name[0].toUpperCase()}${name.slice(1)}`, facts),
  });
  for (const field of form.querySelectorAll("input[required], textarea[required], select[required]")) {
    const isEmpty = field.type === "checkbox" ? !field.checked : !cleaned(field.value);
    if (isEmpty && field.name !== "price") wrong(field, field.type === "checkbox" ? "checkbox" : "required");
  }
  for (const field of form.querySelectorAll("textarea[maxlength], input[type=text][maxlength]")) {
    if ([...cleaned(field.value)].length > field.maxLength) wrong(field, "long", { most: field.maxLength });
  }
  const { price, problem } = readPrice(form.elements.price.value);
  if (problem) wrong(form.elements.price, problem);
  else if (fenOf(price) > fenOf(terms.price_limit)) wrong(form.elements.price, "ceiling", { limit: terms.price_limit });
  const documents = {};
  for (const name of ["agreement", "files", "price_files"]) documents[name] = documentsOf(form, name, terms, problems);
  problems.sort((one, other) => (one.field.compareDocumentPosition(other.field) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const proposal = Object.fromEntries(PROPOSAL.map((name) => [name, cleaned(form.elements[name].value)]));
  Object.assign(proposal, named(form, documents.agreement, wrong));
  const declared = { declared: true, statements: ["GPL art. 22"] };
  return { problems, documents, filled: { proposal, price: { price, currency: "CNY", ...declared } } };
}

/** Partners and subcontracts, only where they are named; a consortium needs its agreement. */
function named(form, agreement, wrong) {
  const said = {};
  for (const name of NAMED) {
    const text = cleaned(form.elements[name]?.value || "");
    if (text) said[name] = text;
  }
  if (said.partners && !agreement.length) wrong(form.elements.agreement, "required");
  if (said.partners) said.agreement = agreement.map((one) => one.title).join("、");
  return said;
}

function documentsOf(form, name, terms, problems) {
  const found = [];
  for (const file of form.elements[name]?.files || []) {
    try {
      const type = typeOf(file, terms.one_file);
      found.push({ title: file.name, type, read: () => bytesOfFile(file, type) });
    } catch (problem) {
      if (!(problem instanceof WrongFile)) throw problem;
      problems.push(wrongFile(form, problem, form.elements[name]));
    }
  }
  if (found.length > terms.limits.files) {
    problems.push({ field: form.elements[name], text: said(form, "textMany", { most: terms.limits.files }) });
  }
  return found;
}

function wrongFile(form, problem, field) {
  const name = `textFile${problem.reason[0].toUpperCase()}${problem.reason.slice(1)}`;
  return { field, label: "", text: said(form, name, { name: problem.name }) };
}

function labelOf(field) {
  const label = field.labels?.[0]?.textContent.trim() || "";
  return field.type === "checkbox" ? "" : label;
}

/** Upload what is sealed and post the container; may be called again after a failure with the same result. */
async function handIn(page) {
  const { form, sealed, token } = page;
  const total = [...sealed.files.values()].reduce((sum, one) => sum + one.blob.size, 0);
  let sent = 0;
  const progress = (bytes) => {
    sent += bytes;
    show(page, "textUploading", 0.35 + 0.6 * Math.min(1, sent / total));
  };
  for (const [name, { blob, sha256: expected }] of sealed.files) {
    const address = said(form, "parts").replace("NAME", name);
    await upload({ address, organization: sealed.organization, blob, sha256: expected, chunk: sealed.terms.limits.chunk, token, progress });
  }
  show(page, "textPosting", 0.97);
  const body = JSON.stringify({
    organization: sealed.organization,
    token: sealed.token,
    envelopes: sealed.envelopes.map(({ manifest, shares }) => ({ manifest, shares })),
  });
  const receipt = await askAgain(said(form, "container"), { token, body, type: "application/json" });
  showDone(page, receipt);
}

function showDone(page, receipt) {
  const { done, form, sealed } = page;
  const lines = sealed.envelopes.map(({ manifest, identity }) => `${manifest.envelope}: ${identity}`);
  const text = [`# ${receipt.receipt}`, ...lines].join("\n");
  page.progress.hidden = true;
  done.hidden = false;
  done.querySelector("[data-sealing-receipt]").textContent = receipt.receipt;
  done.querySelector("[data-sealing-moment]").textContent = receipt.received_at;
  done.querySelector("[data-sealing-keys]").textContent = text;
  const link = done.querySelector("[data-sealing-download]");
  link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  link.download = `${receipt.receipt}-recovery.txt`;
  done.querySelector("[data-sealing-open]").href = receipt.address;
  try {
    localStorage.removeItem(`draft:${location.pathname}:${form.dataset.keepDraft}`);
  } catch { /* no storage, no draft */ }
  form.reset();
  done.focus();
}

function showFailure(page, problem) {
  const text = problem instanceof Refusal && problem.message ? problem.message : said(page.form, "textNetwork");
  if (problem instanceof Refusal && ["bidding.document_changed", "bidding.token_reused"].includes(problem.code)) {
    backToForm(page, [{ text }]);
    return;
  }
  if (!page.sealed) {
    backToForm(page, [{ text }]);
    return;
  }
  page.progress.hidden = false;
  page.form.hidden = true;
  page.progress.querySelector("[data-sealing-said]").textContent = text;
  const retry = page.progress.querySelector("[data-sealing-retry]");
  retry.hidden = false;
  retry.focus();
}
