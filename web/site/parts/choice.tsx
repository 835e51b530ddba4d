/** A filter that is kept in the address, so that a link shows the same. */
import { useLocation } from "preact-iso";

/** The address with one parameter changed. */
export function withParameter(path: string, query: Record<string, string>, name: string, value: string): string {
  const parameters = new URLSearchParams(query);
  if (value) parameters.set(name, value);
  else parameters.delete(name);
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

export function Choice({
  name,
  label,
  any,
  options,
}: {
  /** The parameter's name. */
  name: string;
  label: string;
  /** What it is called not to choose. */
  any: string;
  options: readonly (readonly [string, string])[];
}) {
  const { path, query, route } = useLocation();
  return (
    <label>
      <span>{label}</span>
      <select
        value={query[name] ?? ""}
        onChange={(event) => route(withParameter(path, query, name, event.currentTarget.value), true)}
      >
        <option value="">{any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Several of some values, kept in the address with commas between them. */
export function Several<Value extends string>({
  name,
  label,
  options,
}: {
  /** The parameter's name. */
  name: string;
  label: string;
  options: readonly (readonly [Value, string])[];
}) {
  const { path, query, route } = useLocation();
  const chosen = severalIn(query, name, options.map(([value]) => value));
  return (
    <fieldset>
      <legend>{label}</legend>
      {options.map(([value, text]) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => {
              const next = event.currentTarget.checked ? [...chosen, value] : chosen.filter((other) => other !== value);
              route(withParameter(path, query, name, next.join(",")), true);
            }}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** Which of some values the address has. */
export function severalIn<Value extends string>(query: Record<string, string>, name: string, values: readonly Value[]): Value[] {
  const named = query[name]?.split(",");
  return values.filter((value) => named?.includes(value));
}
