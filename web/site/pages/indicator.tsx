/** An indicator: a chart, every observation, and where each comes from. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages } from "../language";
import { Figure, ObservationTable } from "../parts/figure";
import { Facts, PageHead, Section } from "../parts/lists";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { Text } from "../parts/text";
import { useTitle } from "../parts/title";

export default function IndicatorPage({ slug }: { slug: string }) {
  const { field, section, type } = messages.value;
  const answer = useAnswer(documents.indicator, { by: { slug } });
  useTitle(answer.data?.indicator?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ indicator }) => {
        if (!indicator) return <NotFound />;
        const observations = indicator.observations.nodes;
        return (
          <article class="page">
            <PageHead kind={type.INDICATOR} title={<Text text={indicator.labelText} />} />
            {indicator.description ? <p class="lead">{indicator.description}</p> : null}
            <Facts
              facts={[
                [field.unit, indicator.multiplier ? `${indicator.unit} × 10^${indicator.multiplier}` : indicator.unit],
                [field.topics, indicator.topic],
              ]}
            />
            {observations.length > 1 ? <Figure indicator={indicator} observations={observations} /> : null}
            <Section title={section.observations} id="observations">
              <ObservationTable indicator={indicator} observations={observations} />
            </Section>
            <Sources statements={[...indicator.statements, ...observations.flatMap(({ statements }) => statements)]} />
          </article>
        );
      }}
    </Answered>
  );
}
