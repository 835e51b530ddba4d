/** All statistics as charts. */
import { messages } from "../language";
import { PageHead } from "../parts/lists";
import Figures from "../parts/figures";
import { useTitle } from "../parts/title";

export default function Statistics() {
  const { nav } = messages.value;
  useTitle(nav.statistics);
  return (
    <div class="page">
      <PageHead title={nav.statistics} />
      <Figures />
    </div>
  );
}
