/* Files as they go into an envelope: pictures lose their position and size, as on the server. */

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
const TYPES = { pdf: "application/pdf", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp" };
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];

/** A file that cannot go in; `reason` names the sentence. */
export class WrongFile extends Error {
  constructor(reason, name) {
    super(reason);
    this.reason = reason;
    this.name = name;
  }
}

/** The type that the name of a file promises; throws WrongFile for any other. */
export function typeOf(file, limit) {
  const type = TYPES[file.name.split(".").pop().toLowerCase()];
  if (!type) throw new WrongFile("type", file.name);
  if (file.size === 0) throw new WrongFile("empty", file.name);
  if (file.size > limit) throw new WrongFile("large", file.name);
  return type;
}

/** The bytes of a file; a picture is drawn anew, so that nothing hidden in it goes along. */
export async function bytesOfFile(file, type) {
  if (type === "application/pdf") {
    const content = new Uint8Array(await file.arrayBuffer());
    if (!PDF.every((one, at) => content[at] === one)) throw new WrongFile("mismatch", file.name);
    return content;
  }
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new WrongFile("mismatch", file.name);
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise((done) => { canvas.toBlob(done, type, QUALITY); });
  if (!drawn || drawn.type !== type) throw new WrongFile("mismatch", file.name);
  return new Uint8Array(await drawn.arrayBuffer());
}
