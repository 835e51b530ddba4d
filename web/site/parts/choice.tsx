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
