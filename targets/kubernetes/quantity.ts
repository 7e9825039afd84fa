const powers = ["", "k", "M", "G", "T", "P", "E"];

/** A Kubernetes quantity of bytes, such as `10Gi` or `5G`, in GiB; NaN if it is not a quantity. */
export function quantityInGiB(quantity: string): number {
  const [, digits, exponent, prefix = "", binary] =
    /^([\d.]+)(?:[eE](\d+)|([kKMGTPE]?)(i?))$/.exec(quantity) ?? [];
  const power = powers.indexOf(prefix === "K" ? "k" : prefix);
  const unit = exponent === undefined ? (binary ? 1024 : 1000) ** power : 10 ** Number(exponent);
  return (Number(digits) * unit) / 2 ** 30;
}
