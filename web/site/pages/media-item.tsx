/** What another outlet published about the institution, or a video. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatList, messages, nameOfLanguage } from "../language";
import { Facts, PageHead, Section } from "../parts/lists";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { ItemLink, Text, When } from "../parts/text";
import { useTitle } from "../parts/title";

export default function MediaItemPage({ slug }: { slug: string }) {
  const { field, section, mediaKind, type } = messages.value;
  const answer = useAnswer(documents.mediaItem, { by: { slug } });
  useTitle(answer.data?.mediaItem?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ mediaItem }) => {
        if (!mediaItem) return <NotFound />;
        return (
          <article class="page">
            <PageHead kind={mediaKind[mediaItem.kind]} title={<Text text={mediaItem.labelText} />} />
            <Facts
              facts={[
                [field.outlet, mediaItem.outlet],
                [field.date, mediaItem.date && <When start={mediaItem.date} />],
                [field.languages, mediaItem.languages.length > 0 && formatList(mediaItem.languages.map(nameOfLanguage))],
              ]}
            />
            {mediaItem.about.length > 0 ? (
              <Section title={section.about} id="about">
                <ul class="plainlist">
                  {mediaItem.about.map((item) => (
                    <li key={`${item.itemType}${item.slug}`}>
                      <ItemLink item={item} type={item.itemType} /> <span class="quiet">{type[item.itemType]}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            <Sources statements={mediaItem.statements} url={mediaItem.url} />
          </article>
        );
      }}
    </Answered>
  );
}
