"use strict";
/* Progressive enhancement only: every page works without this file. */
(() => {
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const say = (element, name) => element.dataset[name] || "";

  /* menus close by Escape and by a press elsewhere */
  const closeMenus = (except) => each("details[data-menu][open], .step-many[open]", (menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each("details[data-menu][open], .step-many[open]", (menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* a form is sent once, however often the button is pressed */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || form.hasAttribute("hx-post")) return;  // form.method may be a field of that name
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.classList.add("is-sending");
  });
  /* a page that comes back from the cache may send again; a page that has just loaded shows itself too, and a form
     pressed in that moment is on its way */
  window.addEventListener("pageshow", (event) => event.persisted && each("form[data-sent]", (form) => {
    delete form.dataset.sent;
    each(".is-sending", (button) => button.classList.remove("is-sending"), form);
  }));

  const prepare = (root) => {
    each("[data-focus-first]", (summary) => summary.focus({ preventScroll: false }), root);

    /* files can be dropped; the names that were chosen are listed */
    each("[data-file-drop]", (zone) => {
      const input = zone.querySelector("input[type=file]");
      if (!input || zone.dataset.ready) return;
      zone.dataset.ready = "1";
      const hint = document.createElement("p");
      hint.className = "file-drop-text";
      hint.textContent = say(zone, "text");
      zone.prepend(hint);
      const list = document.createElement("ul");
      list.className = "file-drop-list";
      list.setAttribute("aria-live", "polite");
      zone.append(list);
      const show = () => {
        list.replaceChildren(...[...input.files].map((file) => {
          const item = document.createElement("li");
          item.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`;
          return item;
        }));
      };
      input.addEventListener("change", show);
      ["dragover", "dragleave", "drop"].forEach((name) => zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("is-over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) {
          input.files = event.dataTransfer.files;
          show();
        }
      }));
    }, root);

    /* what is typed into long forms stays on this device until it is sent */
    each("form[data-keep-draft]", keepDraft, root);

    /* reading aloud, where the browser can speak */
    each("[data-read-aloud]", (button) => {
      if (!("speechSynthesis" in window)) return;
      button.hidden = false;
      button.addEventListener("click", () => {
        if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
        const part = document.querySelector(say(button, "readAloud") || "#main");
        const words = new SpeechSynthesisUtterance(part.innerText);
        words.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
        words.rate = 0.9;
        speechSynthesis.speak(words);
      });
    }, root);

    each("[data-copy]", (button) => {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(say(button, "copy"));
        const done = say(button, "copied");
        if (done) button.textContent = done;
      });
    }, root);

    each("[data-print]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }, root);
  };

  const kept = (field) => field.name && field.type !== "password" && field.type !== "file"
    && field.type !== "hidden" && !(field.autocomplete || "").includes("one-time-code");

  function keepDraft(form) {
    const key = `draft:${location.pathname}:${say(form, "keepDraft")}`;
    const note = form.querySelector("[data-draft-note]");
    const fields = () => [...form.elements].filter(kept);
    let store;
    try { store = window.localStorage; } catch { return; }
    const write = () => {
      const values = {};
      fields().forEach((field) => {
        if ((field.type === "checkbox" || field.type === "radio") && !field.checked) return;
        (values[field.name] ||= []).push(field.value);
      });
      store.setItem(key, JSON.stringify({ at: Date.now(), values }));
    };
    const answered = form.querySelector(".error-summary, .has-error") || document.querySelector(".error-summary");
    let draft = null;
    try { draft = JSON.parse(store.getItem(key)); } catch { draft = null; }
    if (draft && !answered && Date.now() - draft.at < 7 * 86400000) {
      let changed = false;
      fields().forEach((field) => {
        const values = draft.values[field.name];
        if (!values) return;
        if (field.type === "checkbox" || field.type === "radio") {
          if (!field.checked && values.includes(field.value)) { field.checked = true; changed = true; }
        } else if (!field.value && values[0]) { field.value = values[0]; changed = true; }
      });
      if (changed && note) note.hidden = false;
    }
    let timer;
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(write, 400); });
    form.addEventListener("submit", () => { clearTimeout(timer); write(); store.setItem("draft:sent", key); });
  }

  /* a draft is dropped once its form has led to another page without errors */
  try {
    const sent = localStorage.getItem("draft:sent");
    if (sent && !document.querySelector(".error-summary, .has-error, [data-keep-text]")) localStorage.removeItem(sent);
    localStorage.removeItem("draft:sent");
  } catch { /* no storage, no drafts */ }

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
