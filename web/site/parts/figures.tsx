/** Indicators as charts: those of which most was observed. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { Figure } from "./figure";
import { Answered } from "./states";

export default function Figures({ first }: { first?: number }) {
  const answer = useAnswer(documents.figures, { first: 100 });
  return (
    <Answered answer={answer}>
      {(data) => {
        const figures = data.indicators.nodes.filter((node) => !node.counter);
        const most = [...figures].sort((one, other) => other.observations.nodes.length - one.observations.nodes.length);
        const shown = first ? most.slice(0, first) : figures;
        return (
          <div class="figures">
            {shown.map((indicator) => (
              <Figure key={indicator.id} indicator={indicator} observations={indicator.observations.nodes} linked />
            ))}
          </div>
        );
      }}
    </Answered>
  );
}
