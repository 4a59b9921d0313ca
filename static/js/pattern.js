// Copies of the server's own markup with values in the place of its words in capitals: as text, never as markup.
export const filled = (template, values) => copied(template.content.firstElementChild, values);

export function copied(pattern, values) {
  const copy = pattern.cloneNode(true);
  const put = (text) => Object.entries(values).reduce((said, [word, value]) => said.replaceAll(word, () => value), text);
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    for (const attribute of one.attributes) if (/[A-Z]{4}/.test(attribute.value)) attribute.value = put(attribute.value);
    for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) node.data = put(node.data);
  }
  return copy;
}

// A pupil of the tablet's list, {id, name, class}, as the patterns name one.
export const asWords = ({ id, name, class: room }) => ({
  NUMBER: id, NAME: name, CLASS: room ?? "", INITIALS: name.split(" ").map((word) => word[0]).join("").slice(0, 2).toUpperCase(),
});

// The question of a template that has one chip, with a chip for each of {id, name}.
export function chipsOf(template, list) {
  const field = template.content.firstElementChild.cloneNode(true);
  const chip = field.querySelector(".chip");
  field.querySelector(".chips").replaceChildren(...list.map(({ id, name }) => {
    const made = copied(chip, { NAME: name });
    made.querySelector("input").value = id;
    return made;
  }));
  return field;
}
