/**
 * The documents that the pages send, as they stand in their files, and the types of their answers. The service trusts exactly
 * these texts, so they are not put together here.
 */
import type * as Types from "../generated/graphql";
import area from "../documents/area.graphql?raw";
import article from "../documents/article.graphql?raw";
import called from "../documents/called.graphql?raw";
import changes from "../documents/changes.graphql?raw";
import feedSince from "../documents/feed-since.graphql?raw";
import figures from "../documents/figures.graphql?raw";
import home from "../documents/home.graphql?raw";
import indicator from "../documents/indicator.graphql?raw";
import mechanism from "../documents/mechanism.graphql?raw";
import mechanisms from "../documents/mechanisms.graphql?raw";
import media from "../documents/media.graphql?raw";
import mediaItem from "../documents/media-item.graphql?raw";
import meeting from "../documents/meeting.graphql?raw";
import meetingYears from "../documents/meeting-years.graphql?raw";
import meetings from "../documents/meetings.graphql?raw";
import network from "../documents/network.graphql?raw";
import news from "../documents/news.graphql?raw";
import newsYears from "../documents/news-years.graphql?raw";
import organization from "../documents/organization.graphql?raw";
import organizations from "../documents/organizations.graphql?raw";
import participants from "../documents/participants.graphql?raw";
import people from "../documents/people.graphql?raw";
import person from "../documents/person.graphql?raw";
import position from "../documents/position.graphql?raw";
import publication from "../documents/publication.graphql?raw";
import publications from "../documents/publications.graphql?raw";
import search from "../documents/search.graphql?raw";
import suggest from "../documents/suggest.graphql?raw";
import together from "../documents/together.graphql?raw";
import topics from "../documents/topics.graphql?raw";
import ways from "../documents/ways.graphql?raw";

/** A document, and what it takes and answers. */
export interface Document<Data, Variables> {
  readonly text: string;
  /** Never there; holds the types. */
  readonly types?: (variables: Variables) => Data;
}

const of = <Data, Variables>(text: string): Document<Data, Variables> => ({ text });

export const documents = {
  area: of<Types.AreaPageQuery, Types.AreaPageQueryVariables>(area),
  article: of<Types.ArticlePageQuery, Types.ArticlePageQueryVariables>(article),
  called: of<Types.CalledQuery, Types.CalledQueryVariables>(called),
  changes: of<Types.ChangesSubscription, Types.ChangesSubscriptionVariables>(changes),
  feedSince: of<Types.FeedSinceQuery, Types.FeedSinceQueryVariables>(feedSince),
  figures: of<Types.FiguresQuery, Types.FiguresQueryVariables>(figures),
  home: of<Types.HomeQuery, Types.HomeQueryVariables>(home),
  indicator: of<Types.IndicatorPageQuery, Types.IndicatorPageQueryVariables>(indicator),
  mechanism: of<Types.MechanismPageQuery, Types.MechanismPageQueryVariables>(mechanism),
  mechanisms: of<Types.AllMechanismsQuery, Types.AllMechanismsQueryVariables>(mechanisms),
  media: of<Types.MediaQuery, Types.MediaQueryVariables>(media),
  mediaItem: of<Types.MediaItemPageQuery, Types.MediaItemPageQueryVariables>(mediaItem),
  meeting: of<Types.MeetingPageQuery, Types.MeetingPageQueryVariables>(meeting),
  meetingYears: of<Types.MeetingYearsQuery, Types.MeetingYearsQueryVariables>(meetingYears),
  meetings: of<Types.MeetingsQuery, Types.MeetingsQueryVariables>(meetings),
  network: of<Types.AroundQuery, Types.AroundQueryVariables>(network),
  news: of<Types.NewsQuery, Types.NewsQueryVariables>(news),
  newsYears: of<Types.NewsYearsQuery, Types.NewsYearsQueryVariables>(newsYears),
  organization: of<Types.OrganizationPageQuery, Types.OrganizationPageQueryVariables>(organization),
  organizations: of<Types.OrganizationsQuery, Types.OrganizationsQueryVariables>(organizations),
  participants: of<Types.ParticipantsQuery, Types.ParticipantsQueryVariables>(participants),
  people: of<Types.PeopleQuery, Types.PeopleQueryVariables>(people),
  person: of<Types.PersonPageQuery, Types.PersonPageQueryVariables>(person),
  position: of<Types.PositionQuery, Types.PositionQueryVariables>(position),
  publication: of<Types.PublicationPageQuery, Types.PublicationPageQueryVariables>(publication),
  publications: of<Types.PublicationsQuery, Types.PublicationsQueryVariables>(publications),
  search: of<Types.FindQuery, Types.FindQueryVariables>(search),
  suggest: of<Types.SuggestQuery, Types.SuggestQueryVariables>(suggest),
  together: of<Types.TogetherQuery, Types.TogetherQueryVariables>(together),
  topics: of<Types.TopicsQuery, Types.TopicsQueryVariables>(topics),
  ways: of<Types.WaysQuery, Types.WaysQueryVariables>(ways),
};
