/* What stands in a page as data: addresses and sentences are written by the server, in the reader's language. */

/** The sentence or address under a name; `{placeholders}` are filled. */
export function said(element, name, facts = {}) {
  const text = element.dataset[name] || "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in facts ? String(facts[key]) : whole));
}

const colon = () => (document.documentElement.lang.startsWith("zh") ? "：" : ": ");

/** Show an error summary as the server's pages do, and go to it. */
export function showProblems(form, title, lead, problems) {
  clearProblems(form);
  const box = document.createElement("div");
  box.className = "error-summary";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const heading = document.createElement("h2");
  heading.className = "error-summary-title";
  heading.textContent = title;
  const note = document.createElement("p");
  note.textContent = lead;
  const list = document.createElement("ul");
  for (const { field, label, text } of problems) {
    const item = document.createElement("li");
    const words = label ? `${label}${colon()}${text}` : text;
    if (field) {
      const link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = words;
      item.append(link);
      mark(field, text);
    } else {
      item.textContent = words;
    }
    list.append(item);
  }
  box.append(heading, note, list);
  form.before(box);
  box.focus();
}

function mark(field, text) {
  const holder = field.closest(".field");
  if (!holder || holder.querySelector("[data-sealing-error]")) return;
  const line = document.createElement("div");
  line.className = "field-error";
  line.id = `${field.id}_sealing_error`;
  line.dataset.sealingError = "1";
  const words = document.createElement("p");
  words.textContent = text;
  line.append(words);
  holder.classList.add("has-error");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  const before = field.closest(".with-unit, .file-drop, .check") || field;
  before.before(line);
}

/** Take all errors away. */
export function clearProblems(form) {
  document.querySelectorAll(".error-summary").forEach((one) => one.remove());
  form.querySelectorAll("[data-sealing-error]").forEach((one) => one.remove());
  form.querySelectorAll(".has-error").forEach((one) => one.classList.remove("has-error"));
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
}
