// Sorts the captures by a figure: upwards, downwards, then as they were.
for (const table of document.querySelectorAll("table.figures")) {
  const cells = (row) => [...row.children].filter((cell) => cell.dataset.capture !== undefined);
  const rows = [...table.rows].filter((row) => cells(row).length > 1);
  const place = (order) =>
    rows.forEach((row) => {
      const byCapture = new Map(cells(row).map((cell) => [cell.dataset.capture, cell]));
      row.append(...order.map((capture) => byCapture.get(capture)));
    });
  const original = rows.length ? cells(rows[0]).map((cell) => cell.dataset.capture) : [];
  let sorted = null;
  const sort = (row, head) => {
    const direction = sorted && sorted.head === head ? (sorted.direction === 1 ? -1 : 0) : 1;
    if (sorted) delete sorted.head.dataset.sorted;
    const value = new Map(cells(row).map((cell) => [cell.dataset.capture, cell.dataset.value]));
    const known = original.filter((capture) => value.get(capture) !== undefined);
    const missing = original.filter((capture) => value.get(capture) === undefined);
    known.sort((a, b) => direction * (Number(value.get(a)) - Number(value.get(b)) || 0));
    place(direction === 0 ? original : [...known, ...missing]);
    sorted = direction === 0 ? null : { head, direction };
    if (sorted) head.dataset.sorted = direction === 1 ? "↑" : "↓";
  };
  for (const row of rows) {
    const head = row.querySelector("th .figure");
    if (!head) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.title = head.title + " Sorts the captures.";
    head.removeAttribute("title");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(row, button));
  }
}
