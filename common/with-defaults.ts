/** Arguments with their defaults; one that is undefined counts as not given. */
export function withDefaults<Args extends object, Defaults extends Partial<Args>>(
  args: Args,
  defaults: Defaults,
): Args & { readonly [Name in keyof Defaults]: NonNullable<Defaults[Name]> } {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as never;
}
