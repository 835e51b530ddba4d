/** An article: its text, its photos with captions, what it is about, and what the record knows from it. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { ArticlePageQuery } from "../generated/graphql";
import { messages } from "../language";
import { ItemsSection, ListSection, PageHead, Section } from "../parts/lists";
import { Photos } from "../parts/photos";
import { Said, Sourced } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { ActorLink, ItemLink, Text, Tongue, When } from "../parts/text";

type Article = NonNullable<ArticlePageQuery["article"]>;
type Subject = Article["sourceOf"]["nodes"][number]["subject"];

export default function ArticlePage({ slug }: { slug: string }) {
  const { section, category } = messages.value;
  const answer = useAnswer(documents.article, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ article }) => article} reading>
      {(article) => {
        return (
          <Sourced statements={article.statements} url={article.url}>
            <PageHead kind={category[article.category] ?? article.category} title={<Text text={article.labelText} />}>
              <p class="quiet">
                <When start={article.publishedOn} />
              </p>
            </PageHead>
            {article.bodyText ? (
              <>
                <Tongue locale={article.bodyText.locale} />
                {/* The service makes this HTML from Markdown, and leaves out whatever could run. */}
                <div class="prose" lang={article.bodyText.locale} dangerouslySetInnerHTML={{ __html: article.bodyText.value }} />
              </>
            ) : null}
            {article.photos.length > 0 ? (
              <Section title={section.photos} id="photos">
                <Photos photos={article.photos} />
              </Section>
            ) : null}
            <ItemsSection title={section.about} id="about" items={article.about} />
            <ItemsSection title={section.mentions} id="mentions" items={article.mentions} />
            <ListSection title={section.sourceOf} id="source-of" items={article.sourceOf.nodes} total={article.sourceOf.totalCount}>
              {(statement) => (
                <>
                  <SubjectLink subject={statement.subject} />
                  <p class="said">
                    <Said statement={statement} post={statement.subject?.__typename === "Position"} />
                  </p>
                </>
              )}
            </ListSection>
          </Sourced>
        );
      }}
    </ItemPage>
  );
}

/** What a statement is about: an item, or the item that a part belongs to. */
function SubjectLink({ subject }: { subject: Subject }) {
  if (!subject) return null;
  switch (subject.__typename) {
    case "Participant":
      return (
        <>
          <ActorLink actor={subject.actor} />
          {subject.actor && subject.meeting ? " · " : null}
          {subject.meeting ? <ItemLink item={subject.meeting} type="MEETING" /> : null}
        </>
      );
    case "Position":
      return subject.person ? <ItemLink item={subject.person} type="PERSON" /> : null;
    case "Session":
      return subject.meeting ? <ItemLink item={subject.meeting} type="MEETING" /> : null;
    case "Observation":
      return subject.indicator ? <ItemLink item={subject.indicator} type="INDICATOR" /> : null;
    case "Involvement":
      return subject.mechanism ? <ItemLink item={subject.mechanism} type="MECHANISM" /> : null;
    case "Statement":
      return null;
    default:
      return <ItemLink item={subject} type={subject.itemType} />;
  }
}
