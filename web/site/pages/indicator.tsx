/** An indicator: a chart, every observation, and where each comes from. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages } from "../language";
import { Figure, ObservationTable } from "../parts/figure";
import { Facts, PageHead, Section } from "../parts/lists";
import { Sources } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { Lead, Text } from "../parts/text";

export default function IndicatorPage({ slug }: { slug: string }) {
  const { field, section, type } = messages.value;
  const answer = useAnswer(documents.indicator, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ indicator }) => indicator}>
      {(indicator) => {
        const observations = indicator.observations.nodes;
        return (
          <>
            <PageHead kind={type.INDICATOR} title={<Text text={indicator.labelText} />} />
            <Lead text={indicator.descriptionText} />
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
          </>
        );
      }}
    </ItemPage>
  );
}
