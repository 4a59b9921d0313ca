// Print and copy what is shown once.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const items = [...document.getElementById(button.dataset.copy).children];
    await navigator.clipboard.writeText(items.map((item) => item.textContent.trim()).join("\n"));
    button.lastChild.textContent = button.dataset.done;
  });
}
