/** An indicator: a chart, every observation, and where each comes from. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages, nameOfTopic, nameOfUnit } from "../language";
import { Figure, ObservationTable } from "../parts/figure";
import { Facts, PageHead, Section } from "../parts/lists";
import { Sourced } from "../parts/sources";
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
          <Sourced statements={[...indicator.statements, ...observations.flatMap(({ statements }) => statements)]}>
            <PageHead kind={type.INDICATOR} title={<Text text={indicator.labelText} />} />
            <Lead text={indicator.descriptionText} />
            <Facts
              facts={[
                [field.unit, nameOfUnit(indicator.unit)],
                [field.topics, indicator.topic && nameOfTopic(indicator.topic)],
              ]}
            />
            {observations.length > 1 ? <Figure indicator={indicator} observations={observations} wide /> : null}
            <Section title={section.observations} id="observations">
              <ObservationTable indicator={indicator} observations={observations} />
            </Section>
          </Sourced>
        );
      }}
    </ItemPage>
  );
}
