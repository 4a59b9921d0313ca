// A copy of a <template> of the server's, with values in the place of its words in capitals: as text, never as markup.
export function filled(template, values) {
  const copy = template.content.firstElementChild.cloneNode(true);
  const put = (text) => Object.entries(values).reduce((said, [word, value]) => said.replaceAll(word, () => value), text);
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    for (const attribute of one.attributes) if (/[A-Z]{4}/.test(attribute.value)) attribute.value = put(attribute.value);
    for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) node.data = put(node.data);
  }
  return copy;
}
