/** An article: its text, its photos with captions, what it is about, and what the record knows from it. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { ArticlePageQuery } from "../generated/graphql";
import { messages } from "../language";
import { PageHead, Section } from "../parts/lists";
import { Photos } from "../parts/photos";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { ActorLink, ItemLink, Text, When } from "../parts/text";
import { useTitle } from "../parts/title";

type Article = NonNullable<ArticlePageQuery["article"]>;
type Subject = Article["sourceOf"]["nodes"][number]["subject"];

export default function ArticlePage({ slug }: { slug: string }) {
  const { section, category, type } = messages.value;
  const answer = useAnswer(documents.article, { by: { slug } });
  useTitle(answer.data?.article?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ article }) => {
        if (!article) return <NotFound />;
        return (
          <article class="page reading">
            <PageHead kind={category[article.category] ?? article.category} title={<Text text={article.labelText} />}>
              <p class="quiet">
                <When start={article.publishedOn} />
              </p>
            </PageHead>
            {article.body ? (
              // The service makes this HTML from Markdown, and leaves out whatever could run.
              <div class="prose" {...(article.labelText ? { lang: article.labelText.locale } : {})} dangerouslySetInnerHTML={{ __html: article.body }} />
            ) : null}
            {article.photos.length > 0 ? (
              <Section title={section.photos} id="photos">
                <Photos photos={article.photos} />
              </Section>
            ) : null}
            {article.about.length > 0 ? (
              <Section title={section.about} id="about">
                <ItemList items={article.about} />
              </Section>
            ) : null}
            {article.mentions.length > 0 ? (
              <Section title={section.mentions} id="mentions">
                <ItemList items={article.mentions} />
              </Section>
            ) : null}
            {article.sourceOf.nodes.length > 0 ? (
              <Section title={section.sourceOf} id="source-of">
                <ul class="plainlist">
                  {article.sourceOf.nodes.map((statement) => (
                    <li key={statement.id}>
                      <SubjectLink subject={statement.subject} /> <code>{statement.field}</code>
                      {statement.value ? <> {statement.value}</> : null}
                      {statement.quote ? <q>{statement.quote}</q> : null}
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            <Sources statements={article.statements} url={article.url} />
          </article>
        );
      }}
    </Answered>
  );

  function ItemList({ items }: { items: Article["about"] }) {
    return (
      <ul class="plainlist">
        {items.map((item) => (
          <li key={`${item.itemType}${item.slug}`}>
            <ItemLink item={item} type={item.itemType} /> <span class="quiet">{type[item.itemType]}</span>
          </li>
        ))}
      </ul>
    );
  }
}

/** What a statement is about: an item, or the item that a part belongs to. */
function SubjectLink({ subject }: { subject: Subject }) {
  if (!subject) return null;
  switch (subject.__typename) {
    case "Participant":
      return (
        <>
          <ActorLink actor={subject.actor} /> {subject.meeting ? <ItemLink item={subject.meeting} type="MEETING" /> : null}
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
