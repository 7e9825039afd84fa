/** Such as `12.3`; a dash for what was not measured. */
export function seconds(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(1);
}

/** A whole number; a dash for what was not measured. */
export function whole(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(0);
}
