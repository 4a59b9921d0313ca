// What is about to be saved, in words beside the button: 2 pupils · Football pitch · 10:47.
export function summary(form) {
  const place = document.querySelector("[data-summary]");
  const worn = (name) => form.querySelector(`[name=${name}]:checked`)?.closest("label").textContent.trim();
  const tell = () => {
    const typed = [...form.querySelectorAll("[name=pupil_typed]")].filter((one) => one.value.trim()).length;
    const pupils = form.querySelectorAll("#chosen [name=pupil]:checked").length + typed;
    const register = form.querySelectorAll(".register li");
    const absent = form.querySelectorAll(".register [value=absent]:checked").length;
    const who = register.length
      ? `${register.length + pupils - absent} of ${register.length + pupils} came`
      : pupils === 1 ? "1 pupil" : `${pupils} pupils`;
    const said = [register.length || pupils ? who : "Nobody chosen yet", worn("place"), worn("contact_outcome"), worn("when")];
    place.textContent = said.filter(Boolean).join(" · ");
  };
  form.addEventListener("change", () => setTimeout(tell));
  form.addEventListener("emptied", tell);
  document.addEventListener("htmx:after:swap", tell);
  tell();
}
