// Shows what is typed into a password, until it is sent: password managers find it as they know it.
export function showable(button) {
  const input = document.getElementById(button.dataset.shows);
  const show = (on) => {
    input.type = on ? "text" : "password";
    button.setAttribute("aria-pressed", on);
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false));
}
