/** What another outlet published about the institution, or a video. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatList, messages, nameOfLanguage } from "../language";
import { Facts, ItemsSection, PageHead } from "../parts/lists";
import { about, Sourced } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { Text, When } from "../parts/text";

export default function MediaItemPage({ slug }: { slug: string }) {
  const { field, section, mediaKind } = messages.value;
  const answer = useAnswer(documents.mediaItem, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ mediaItem }) => mediaItem}>
      {(mediaItem) => (
        <Sourced statements={mediaItem.statements} url={mediaItem.url}>
          <PageHead kind={mediaKind[mediaItem.kind]} title={<Text text={mediaItem.labelText} />} />
          <Facts
            facts={[
              [field.outlet, mediaItem.outlet],
              [field.date, mediaItem.date && <When start={mediaItem.date} />, about(mediaItem.statements, "date")],
              [field.languages, mediaItem.languages.length > 0 && formatList(mediaItem.languages.map(nameOfLanguage))],
            ]}
          />
          <ItemsSection title={section.about} id="about" items={mediaItem.about} />
        </Sourced>
      )}
    </ItemPage>
  );
}
