/** A publication: what it is, who published it, and its files. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatDate, formatList, formatNumber, messages, nameOfLanguage } from "../language";
import { Facts, MeetingList, PageHead, Section } from "../parts/lists";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { ItemLink, Listed, Text } from "../parts/text";
import { useTitle } from "../parts/title";

export default function PublicationPage({ slug }: { slug: string }) {
  const { field, section, publicationKind, type } = messages.value;
  const answer = useAnswer(documents.publication, { by: { slug } });
  useTitle(answer.data?.publication?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ publication }) => {
        if (!publication) return <NotFound />;
        return (
          <article class="page">
            <PageHead kind={publicationKind[publication.kind]} title={<Text text={publication.labelText} />} />
            <Facts
              facts={[
                [field.date, publication.issued && formatDate(publication.issued)],
                [
                  field.publishers,
                  publication.publishers.length > 0 && (
                    <Listed parts={publication.publishers.map((each) => <ItemLink item={each} type="ORGANIZATION" />)} />
                  ),
                ],
                [field.languages, publication.languages.length > 0 && formatList(publication.languages.map(nameOfLanguage))],
                [field.isbn, publication.isbn],
                [field.doi, publication.doi],
              ]}
            />
            {publication.description ? <p class="lead">{publication.description}</p> : null}
            {publication.files.length > 0 ? (
              <Section title={field.files} id="files">
                <ul class="plainlist">
                  {publication.files.map((file) => (
                    <li key={file.url}>
                      <a href={file.url} rel="noreferrer" target="_blank">
                        {file.language ? nameOfLanguage(file.language) : file.url}
                      </a>{" "}
                      <span class="quiet">
                        {file.mediaType}
                        {file.bytes ? ` ${formatNumber(file.bytes / 1e6, { maximumFractionDigits: 1, style: "unit", unit: "megabyte" })}` : ""}
                      </span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            {publication.meetings.length > 0 ? (
              <Section title={section.meetings} id="meetings">
                <MeetingList meetings={publication.meetings} />
              </Section>
            ) : null}
            {publication.about.length > 0 ? (
              <Section title={section.about} id="about">
                <ul class="plainlist">
                  {publication.about.map((item) => (
                    <li key={`${item.itemType}${item.slug}`}>
                      <ItemLink item={item} type={item.itemType} /> <span class="quiet">{type[item.itemType]}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            <Sources statements={publication.statements} url={publication.url} />
          </article>
        );
      }}
    </Answered>
  );
}
