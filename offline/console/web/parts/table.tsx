import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icons";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Whether the values are numbers, which are aligned to the right. */
  readonly isNumber?: boolean;
  /** Whether to hide the column in a small window. */
  readonly isMinor?: boolean;
  /** Name for sorting the list by this column. */
  readonly order?: string;
}

/** How a list is sorted. */
export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
  readonly choose: (by: string, descending: boolean) => void;
}

interface TableProps<Row> {
  /** What the table contains, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly sorting?: Sorting;
}

/** A table that scrolls sideways in its own frame if the window is too small. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  sorting,
}: TableProps<Row>): JSX.Element {
  return (
    <div class="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.title} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, cell, isNumber, isMinor }) => (
                <td key={title} class={classes(isNumber, isMinor)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sorting: Sorting | undefined;
}

function Heading<Row>({ column, sorting }: HeadingProps<Row>): JSX.Element {
  const { title, isNumber, isMinor, order } = column;
  if (order === undefined || !sorting) {
    return (
      <th scope="col" class={classes(isNumber, isMinor)}>
        {title}
      </th>
    );
  }
  const isChosen = sorting.by === order;
  // For numbers, users look for the largest first.
  const descending = isChosen ? !sorting.descending : (isNumber ?? false);
  return (
    <th
      scope="col"
      class={classes(isNumber, isMinor)}
      aria-sort={isChosen ? (sorting.descending ? "descending" : "ascending") : "none"}
    >
      <button type="button" class="sort" onClick={() => sorting.choose(order, descending)}>
        {title}
        {isChosen && <Icon name={sorting.descending ? "down" : "up"} />}
      </button>
    </th>
  );
}

function classes(isNumber?: boolean, isMinor?: boolean): string {
  return [isNumber ? "number" : "", isMinor ? "minor" : ""].join(" ").trim();
}
