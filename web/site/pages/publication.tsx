/** A publication: what it is, who published it, and its files. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatDate, formatList, formatNumber, messages, nameOfLanguage } from "../language";
import { Facts, ItemsSection, ListSection, MeetingList, PageHead, Section } from "../parts/lists";
import { about, Sourced } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { ItemLink, Lead, Listed, Text } from "../parts/text";

export default function PublicationPage({ slug }: { slug: string }) {
  const { field, section, publicationKind } = messages.value;
  const answer = useAnswer(documents.publication, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ publication }) => publication}>
      {(publication) => (
        <Sourced statements={publication.statements} url={publication.url}>
          <PageHead kind={publicationKind[publication.kind]} title={<Text text={publication.labelText} />} />
          <Facts
            facts={[
              [field.date, publication.issued && formatDate(publication.issued), about(publication.statements, "issued")],
              [
                field.publishers,
                publication.publishers.length > 0 && (
                  <Listed parts={publication.publishers.map((each) => <ItemLink item={each} type="ORGANIZATION" />)} />
                ),
              ],
              [
                field.languages,
                publication.languages.length > 0 && formatList(publication.languages.map(nameOfLanguage)),
                about(publication.statements, "languages"),
              ],
              [field.isbn, publication.isbn],
              [field.doi, publication.doi],
            ]}
          />
          <Lead text={publication.descriptionText} />
          <ListSection title={field.files} id="files" items={publication.files}>
            {(file) => (
              <>
                <a href={file.url} rel="noreferrer" target="_blank">
                  {file.language ? nameOfLanguage(file.language) : file.url}
                </a>{" "}
                <span class="quiet">
                  {file.mediaType}
                  {file.bytes ? ` ${formatNumber(file.bytes / 1e6, { maximumFractionDigits: 1, style: "unit", unit: "megabyte" })}` : ""}
                </span>
              </>
            )}
          </ListSection>
          {publication.meetings.length > 0 ? (
            <Section title={section.meetings} id="meetings">
              <MeetingList meetings={publication.meetings} />
            </Section>
          ) : null}
          <ItemsSection title={section.about} id="about" items={publication.about} />
        </Sourced>
      )}
    </ItemPage>
  );
}
