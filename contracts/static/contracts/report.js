"use strict";
/* The report of a milestone on a bad line: typed text is saved by itself, photos go up one by one, in parts, and go on
   where they stopped. Without this file the form sends everything at once. */
(() => {
  const EDGE = 1600, PART = 64 * 1024, QUIET = 2500, WAITS = [1, 2, 5, 10, 20, 30];
  const sleep = (seconds) => new Promise((go) => {
    const timer = setTimeout(go, seconds * 1000);
    window.addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };

  /* drawn anew at most 1600 pixels wide: small on a bad line, and nothing of the camera's data is left */
  async function shrunk(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
    const canvas = make("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob) throw new Error("no picture");
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`, { type: "image/jpeg" });
  }

  /* a form that is sent at once takes the small picture in place of the large one */
  document.querySelectorAll("input[type=file][data-shrink]").forEach((input) => {
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file || file.shrunk) return;
      try {
        const held = new DataTransfer();
        held.items.add(await shrunk(file));
        if (input.files[0] === file) input.files = held.files;
      } catch { /* the server makes it small */ }
    });
  });

  const form = document.querySelector("form[data-report]");
  if (!form || !window.fetch) return;
  const say = (name) => form.dataset[name] || "";
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const status = form.querySelector("[data-report-status]");
  const tell = (text) => { status.hidden = !text; status.querySelector("span").textContent = text; };

  /* ---- text ---- */
  const here = `report:${location.pathname}`;
  const version = form.elements.version;
  const typed = () => [...form.elements].filter((field) => field.name === "summary" || field.name.startsWith("value_"));
  const local = {
    read() { try { return JSON.parse(localStorage.getItem(here)); } catch { return null; } },
    write() {
      const values = Object.fromEntries(typed().map((field) => [field.name, field.value]));
      try { localStorage.setItem(here, JSON.stringify({ version: version.value, values })); } catch { /* full */ }
    },
    drop() { try { localStorage.removeItem(here); } catch { /* none */ } },
  };
  let timer, busy = false, again = false, stopped = false, sent = false, open = 0, held = null;

  /* what is on its way arrives first, then the form is sent as it was asked for */
  function release() {
    if (!held || open || busy) return;
    const button = held.button;
    held = null;
    if (!stopped) form.requestSubmit(button);
  }

  function conflict(theirs, current, mine) {
    stopped = true;
    tell("");
    const box = form.querySelector("[data-report-conflict]");
    box.querySelector("[data-other]").textContent = theirs;
    box.hidden = false;
    box.querySelector("[data-keep]").onclick = () => {
      if (mine) typed().forEach((field) => { if (field.name in mine) field.value = mine[field.name]; });
      version.value = current;
      stopped = false;
      box.hidden = true;
      save();
    };
    box.querySelector("[data-take]").onclick = () => { local.drop(); sent = true; location.reload(); };
    box.focus();
  }

  async function save() {
    if (stopped || sent) return;
    if (busy) { again = true; return; }
    busy = true;
    const body = new FormData();
    [...typed(), version, form.elements.csrfmiddlewaretoken].forEach((field) => body.append(field.name, field.value));
    body.append("autosave", "1");
    const before = JSON.stringify(typed().map((field) => field.value));
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = answer.headers.get("Content-Type").includes("json") ? await answer.json() : null;
      if (!said) tell(say("lost"));
      else if (answer.status === 409 && said.version !== undefined) conflict(said.theirs, said.version);
      else {
        if (said.version !== undefined) version.value = said.version;
        tell(said.text);
        if (answer.ok && before === JSON.stringify(typed().map((field) => field.value))) local.drop();
      }
    } catch {
      tell(say("offline"));
      sleep(15).then(later);
    }
    busy = false;
    if (held) release();
    else if (again) { again = false; later(); }
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(save, QUIET); };
  form.addEventListener("input", (event) => {
    if (!typed().includes(event.target)) return;
    local.write();
    later();
  });
  const kept = local.read();
  const differs = kept && typed().some((field) => field.name in kept.values && kept.values[field.name] !== field.value);
  if (kept && !differs) local.drop();
  else if (differs && !document.querySelector(".error-summary")) {
    if (kept.version === version.value) {
      typed().forEach((field) => { if (field.name in kept.values) field.value = kept.values[field.name]; });
      tell(say("restored"));
      later();
    } else conflict(form.elements.summary.value, version.value, kept.values);
  }

  /* ---- photos ---- */
  const input = form.querySelector("input[type=file][name=photos]");
  const list = form.querySelector("[data-photo-list]");
  const able = input && list && window.crypto && crypto.subtle && window.createImageBitmap;
  form.addEventListener("submit", (event) => {
    if (open || busy) {
      event.preventDefault();
      event.stopPropagation();
      held = { button: event.submitter };
      if (open) {
        tell(say("wait"));
        status.scrollIntoView({ block: "center" });
      }
      return;
    }
    sent = true;
    clearTimeout(timer);
    local.drop();
  }, true);
  window.addEventListener("beforeunload", (event) => { if (open && !sent) event.preventDefault(); });
  if (!able) return;

  const shelf = new Promise((done) => {
    const asked = indexedDB.open("report-photos", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  const onShelf = async (way, act) => {
    const store = await shelf;
    if (!store) return [];
    return new Promise((done) => {
      const asked = act(store.transaction("photos", way).objectStore("photos"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done([]);
    });
  };

  async function post(photo, offset, part) {
    const where = new URLSearchParams({ offset, size: photo.blob.size, name: photo.name });
    const answer = await fetch(`${say("photoUrl")}${photo.digest}/?${where}`, {
      method: "POST", body: part,
      headers: { "X-CSRFToken": token, "Content-Type": "application/octet-stream", Accept: "application/json" },
    });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (!isJson) throw new Error(answer.status);
    return { ok: answer.ok, status: answer.status, said: await answer.json() };
  }

  async function send(photo, row) {
    let offset = 0, part = new Blob(), tries = 0;
    for (;;) {
      try {
        const { ok, said } = await post(photo, offset, part);
        if (!ok) { row.fail(said.text); return; }
        if (said.file) {
          await onShelf("readwrite", (store) => store.delete(photo.key));
          row.done(said);
          return;
        }
        tries = offset && said.received === 0 ? tries + 1 : 0;
        offset = said.received;
        row.step(offset / photo.blob.size);
        part = photo.blob.slice(offset, offset + PART);
      } catch {
        row.wait();
        await sleep(WAITS[Math.min(tries, WAITS.length - 1)]);
        tries += 1;
        part = new Blob();
        offset = 0;
      }
    }
  }

  function rowOf(photo) {
    const item = make("li", "file upload");
    const picture = make("img");
    const reader = new FileReader();  // the page shows no blob addresses
    reader.onload = () => { picture.src = reader.result; };
    reader.readAsDataURL(photo.blob);
    picture.alt = photo.name;
    picture.width = 72;
    const bar = make("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", photo.name);
    const note = make("small", "", say("sending"));
    item.append(picture, bar, note);
    list.append(item);
    const button = (text, act) => {
      const made = make("button", "button button-secondary", text);
      made.type = "button";
      made.addEventListener("click", act);
      item.append(made);
      return made;
    };
    return {
      step(share) { bar.value = share; note.textContent = `${say("sending")} ${Math.round(share * 100)}%`; },
      wait() { note.textContent = say("waiting"); },
      fail(text) {
        open -= 1;
        held = null;
        bar.remove();
        note.textContent = text;
        onShelf("readwrite", (store) => store.delete(photo.key));
        button(say("remove"), () => item.remove());
      },
      done(said) {
        open -= 1;
        bar.remove();
        note.textContent = say("kept");
        const label = make("label", "choice");
        const box = make("input");
        box.type = "checkbox";
        box.name = "removed";
        box.value = said.file;
        label.append(box, ` ${say("remove")}`);
        if (form.querySelector(`[name=removed][value="${said.file}"]`)) item.remove();
        else item.append(label);
        if (!open && status.querySelector("span").textContent === say("wait")) tell(say("ready"));
        release();
      },
    };
  }

  let line = Promise.resolve();
  const queue = (photo) => {
    const row = rowOf(photo);
    line = line.then(() => send(photo, row));
  };

  input.addEventListener("change", async () => {
    const files = [...input.files], rest = new DataTransfer();
    if (!files.length) return;
    open += files.length;
    input.value = "";
    const names = input.closest("[data-file-drop]")?.querySelector(".file-drop-list");
    if (names) names.replaceChildren();
    for (const file of files) {
      try {
        const blob = await shrunk(file);
        const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
        const digest = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        const photo = { key: `${say("photoUrl")}${digest}`, where: say("photoUrl"), digest, name: blob.name, blob };
        await onShelf("readwrite", (store) => store.put(photo));
        queue(photo);
      } catch { /* what this browser cannot draw is sent with the form: the server judges it */
        open -= 1;
        rest.items.add(file);
        const item = make("li", "file upload");
        item.append(make("small", "", `${file.name}：${say("unreadable")}`));
        list.append(item);
      }
    }
    input.files = rest.files;
    release();
  });
  onShelf("readonly", (store) => store.getAll()).then((photos) => {
    const mine = photos.filter((photo) => photo.where === say("photoUrl"));
    open += mine.length;
    mine.forEach(queue);
  });
})();
