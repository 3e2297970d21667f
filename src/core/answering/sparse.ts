/**
 * A matrix with few values, row by row (compressed sparse rows): row r is `columns` and `values` from `starts[r]` up to
 * `starts[r + 1]`. Flat arrays, so that a trained model is written down and read back without building anything.
 */
export type SparseRows = { starts: Int32Array; columns: Int32Array; values: Float32Array };

/** @param rows for each row its values by column */
export function toSparseRows(rows: readonly ReadonlyMap<number, number>[]): SparseRows {
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const starts = new Int32Array(rows.length + 1);
  const columns = new Int32Array(size);
  const values = new Float32Array(size);
  let at = 0;
  for (const [index, row] of rows.entries()) {
    for (const [column, value] of row) {
      columns[at] = column;
      values[at++] = value;
    }
    starts[index + 1] = at;
  }
  return { starts, columns, values };
}

/** Adds a multiple of one row to a dense vector. */
export function addRow(rows: SparseRows, row: number, factor: number, vector: Float32Array): void {
  const end = rows.starts[row + 1] ?? 0;
  for (let at = rows.starts[row] ?? 0; at < end; at++) {
    const column = rows.columns[at] ?? 0;
    vector[column] = (vector[column] ?? 0) + factor * (rows.values[at] ?? 0);
  }
}
