/* The opening officer's pages: the passphrase opens the key in this browser and never leaves it. */

import { decrypted, officerKey, openedShares, unlocked } from "./container.mjs";
import { base64, fromBase64 } from "./encoding.mjs";
import { ask, askAgain, Refusal } from "./network.mjs";
import { clearProblems, said, showProblems } from "./texts.mjs";

const tokenOf = (form) => form.querySelector("input[name=csrfmiddlewaretoken]").value;

function complain(form, text, field) {
  showProblems(form, said(form, "textCheck"), said(form, "textKept"), [{ text, field, label: "" }]);
}

function prepare(form, act) {
  document.querySelectorAll("[data-sealing-mode]").forEach((one) => {
    one.hidden = one.dataset.sealingMode !== "browser";
  });
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.disabled) return;
    button.disabled = true;
    button.classList.add("is-sending");
    clearProblems(form);
    const wait = form.querySelector("[data-sealing-wait]");
    wait.hidden = false;
    await new Promise((done) => { setTimeout(done, 50); }); // the key's work keeps the page from being painted
    try {
      await act(form);
    } catch (problem) {
      const text = problem instanceof Refusal && problem.message ? problem.message : said(form, "textNetwork");
      complain(form, text);
    }
    wait.hidden = true;
    button.disabled = false;
    button.classList.remove("is-sending");
  }, true);
}

async function ownIdentity(form) {
  const answer = await fetch(said(form, "key"), { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Refusal(answer.status, {});
  const identity = await unlocked(new Uint8Array(await answer.arrayBuffer()), form.elements.passphrase.value);
  if (!identity) complain(form, said(form, "textPassphrase"), form.elements.passphrase);
  return identity;
}

/** Hand in the own shares of a tender: they are opened here and posted as the offline tool prints them. */
export const prepareOpeningForm = (form) => prepare(form, async () => {
  const identity = await ownIdentity(form);
  if (!identity) return;
  const list = await askAgain(said(form, "shares"));
  const shares = await openedShares(list, identity);
  const posted = document.createElement("form");
  posted.method = "post";
  posted.action = said(form, "answer");
  posted.hidden = true;
  for (const [name, value] of [["csrfmiddlewaretoken", tokenOf(form)], ["shares", JSON.stringify(shares)]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    posted.append(field);
  }
  document.body.append(posted);
  posted.submit();
});

/** Make the own key here, or prove that the passphrase still opens it. */
export const prepareKeyForm = (form) => prepare(form, async () => {
  const passphrase = form.elements.passphrase.value;
  const repeated = form.elements.repeated;
  if (repeated && repeated.value !== passphrase) {
    complain(form, said(form, "textRepeated"), repeated);
    return;
  }
  const isLong = passphrase.trim().split(/\s+/).length >= 6 || passphrase.length >= 20;
  if (repeated && (!isLong || new Set(passphrase).size < 6)) {
    complain(form, said(form, "textWeak"), form.elements.passphrase);
    return;
  }
  const made = repeated ? await officerKey(passphrase) : { identity: await ownIdentity(form) };
  if (!made.identity) return;
  const token = tokenOf(form);
  const send = (name, what) => ask(said(form, name), { token, body: JSON.stringify(what), type: "application/json" });
  const { challenge } = await send("challenge", { recipient: made.recipient || "" });
  const opened = await decrypted(fromBase64(challenge), made.identity);
  const proof = opened ? base64(opened) : "";
  const { address } = await send("proof", { proof, locked: made.locked ? base64(made.locked) : "" });
  location.assign(address);
});
