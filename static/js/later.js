// What few pages need, in one file that they fetch themselves. What it uses of the page itself it takes from app.js, which
// is there already: a second copy of a module would know nothing of what the first one knows.
export { bodyMap } from "./body_map.js";
export { handsOver } from "./hand.js";
export { showable } from "./secret.js";
export { enliven } from "./shell.js";
export { moreStatements } from "./statements.js";
export { keepGrid } from "./tracking.js";
export { showWaiting } from "./waiting.js";
