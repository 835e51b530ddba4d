import { useEffect } from "preact/hooks";

/** Says in the window's title which page this is. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} – Rapporteur` : "Rapporteur";
  }, [title]);
}
