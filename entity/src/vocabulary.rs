//! The closed vocabularies. A word here is the same in the database, in documents (JSON) and in
//! GraphQL; open vocabularies (categories, topics) are data and have no enum.
//!
//! They derive the GraphQL enum here so that a word has one home and no mirror to keep in step.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($($(#[$meta:meta])* $Name:ident { $($(#[$variant_meta:meta])* $Variant:ident,)* })*) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            EnumIter, DeriveActiveEnum, Serialize, Deserialize, async_graphql::Enum,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $Name { $($(#[$variant_meta])* $Variant,)* }
    )*};
}

vocabulary! {
    /// What was done to an item by one entry of the journal.
    JournalAction {
        /// The item became public: for the first time, or again after a withdrawal.
        Published,
        /// A public item's content was replaced.
        Updated,
        /// The item stopped being public.
        Withdrawn,
        /// The item was merged into another one.
        Merged,
        /// The item's own content is unchanged, but what it matches changed because of another item.
        Affected,
    }

    /// What sort of consultative mechanism this is.
    MechanismKind {
        /// A series of meetings, each an edition of it.
        MeetingSeries,
        /// A series of events such as forums, fairs or festivals.
        EventSeries,
        /// A negotiation towards an agreement.
        Negotiation,
        /// An agreement in force or signed.
        Agreement,
        /// A framework that others work under.
        Framework,
        /// A programme of activities.
        Programme,
    }

    /// The level at which a mechanism meets.
    MechanismLevel {
        /// Heads of state or government.
        Summit,
        /// Ministers, or heads of agencies of that rank.
        Ministerial,
        /// Vice-ministers.
        ViceMinisterial,
        /// Senior officials.
        SeniorOfficials,
        /// Directors-general.
        DirectorGeneral,
        /// Working level.
        WorkingLevel,
        /// Experts.
        Expert,
        /// Any other level.
        Other,
    }

    /// Whether a mechanism still meets.
    MechanismStatus {
        /// It meets, or is expected to.
        Active,
        /// It has not met for long, and nobody has ended it.
        Dormant,
        /// It was concluded or replaced.
        Ended,
    }

    /// How often a mechanism is meant to meet.
    Frequency {
        /// Several times a year.
        SeveralTimesAYear,
        /// Every year.
        Annual,
        /// Every two years.
        Biennial,
        /// Every three years.
        Triennial,
        /// No fixed interval.
        Irregular,
    }

    /// What an organization does for a mechanism.
    InvolvementRole {
        /// It started it.
        Initiator,
        /// It is in charge of it, for its party.
        Lead,
        /// It works with it.
        Partner,
    }

    /// How a mechanism relates to another one.
    MechanismLinkKind {
        /// It is part of the other one.
        PartOf,
        /// It is held beside the other one.
        HeldBeside,
        /// It continues the other one, which has ended.
        Succeeds,
    }

    /// What sort of meeting this is.
    MeetingKind {
        /// A formal meeting.
        Meeting,
        /// A forum.
        Forum,
        /// A dialogue.
        Dialogue,
        /// A workshop.
        Workshop,
        /// A ceremony.
        Ceremony,
        /// A meeting of two parties, often beside a larger one.
        Bilateral,
        /// A courtesy call.
        CourtesyCall,
        /// A visit.
        Visit,
        /// A talk between people, often beside a larger meeting.
        Talk,
        /// Anything else.
        Other,
    }

    /// Whether a meeting has taken place.
    MeetingStatus {
        /// It is planned.
        Scheduled,
        /// It took place.
        Held,
        /// It was put off and has no new date yet.
        Postponed,
        /// It will not take place.
        Cancelled,
    }

    /// What sort of organization this is.
    OrganizationKind {
        /// A government as a whole, or a cabinet office.
        Government,
        /// A ministry, or a department of that rank.
        Ministry,
        /// An agency, authority or central bank.
        Agency,
        /// A local government or one of its offices.
        LocalGovernment,
        /// An embassy, consulate or mission.
        DiplomaticMission,
        /// An organization of states or of local governments.
        Intergovernmental,
        /// A board that leads or advises an organization.
        Board,
        /// A department of an organization.
        Department,
        /// A foundation.
        Foundation,
        /// A think-tank or research institute.
        ThinkTank,
        /// A university or school.
        University,
        /// A company.
        Company,
        /// A newspaper, broadcaster or news agency.
        Media,
        /// A non-governmental organization or association.
        Ngo,
        /// Anything else.
        Other,
    }

    /// In which role somebody takes part in a meeting. New roles are added at the end.
    ParticipantRole {
        /// Holds the meeting.
        Host,
        /// Holds the meeting together with others.
        CoHost,
        /// Organizes the meeting.
        Organizer,
        /// Organizes the meeting together with others.
        CoOrganizer,
        /// Supports the meeting.
        Supporter,
        /// Presides over the meeting.
        Chair,
        /// Presides over the meeting together with others.
        CoChair,
        /// Leads a delegation.
        HeadOfDelegation,
        /// Is a member of a delegation.
        Delegate,
        /// Speaks.
        Speaker,
        /// Leads a discussion.
        Moderator,
        /// Sits on a panel.
        Panelist,
        /// Signs something.
        Signatory,
        /// Looks on.
        Observer,
        /// Comes to see the host.
        Visitor,
        /// Is there; nothing more is stated.
        Attendee,
    }

    /// What a participant does in a meeting.
    AppearanceKind {
        /// Remarks, such as at an opening.
        Remarks,
        /// A speech.
        Speech,
        /// A presentation.
        Presentation,
    }

    /// How a stated number is meant.
    Qualifier {
        /// Exactly this.
        Exact,
        /// About this.
        About,
        /// This or more.
        AtLeast,
        /// More than this.
        MoreThan,
        /// This or less.
        AtMost,
    }

    /// What a statement rests on.
    StatementBasis {
        /// The source says so.
        Stated,
        /// Somebody concluded it from the source.
        Inferred,
    }

    /// How an item concerns another one.
    SubjectRelation {
        /// It is about it.
        About,
        /// It mentions it.
        Mentions,
        /// It is an outcome of it.
        OutcomeOf,
        /// It is published by it.
        PublishedBy,
    }

    /// What sort of publication this is.
    PublicationKind {
        /// A report on a project.
        ProjectReport,
        /// The outcome of research.
        ResearchOutcome,
        /// Material that promotes understanding.
        PromotionalMaterial,
        /// A book of statistics.
        Statistics,
        /// An annual report.
        AnnualReport,
        /// A document that a meeting adopted.
        OutcomeDocument,
    }

    /// What sort of media item this is.
    MediaItemKind {
        /// An article or broadcast about the institution.
        PressCoverage,
        /// An interview.
        Interview,
        /// A video.
        Video,
    }

    /// What a declared counter counts.
    Counted {
        /// The mechanisms that count in it.
        Mechanisms,
        /// The areas that are party to mechanisms.
        Parties,
    }

    /// How final an observation is.
    ObservationStatus {
        /// It is as final as any.
        Normal,
        /// It is an estimate.
        Estimated,
        /// It is expected to be replaced.
        Provisional,
        /// It is a forecast.
        Forecast,
        /// It is a goal that was set.
        Target,
    }

    /// Which part of a person's name comes first where it is written out.
    NameOrder {
        /// The family name.
        FamilyFirst,
        /// The given name.
        GivenFirst,
        /// Nobody has said.
        Unknown,
    }

    /// What sort of name of a person this is.
    PersonNameKind {
        /// The name they go by in that language.
        Official,
        /// Another name they are known by.
        Alias,
        /// A name they no longer use.
        Former,
        /// Another spelling of a name.
        Variant,
    }

    /// How people attend a meeting.
    AttendanceMode {
        /// In one place.
        InPerson,
        /// By video or telephone only.
        Online,
        /// Some in one place, some from afar.
        Hybrid,
    }

    /// How a meeting relates to another one. The link is kept on the later or subordinate meeting.
    MeetingLinkKind {
        /// It prepares the other meeting.
        PreparatoryFor,
        /// It took place beside the other meeting, between some of its participants.
        SideMeetingOf,
        /// It is part of the other meeting.
        PartOf,
        /// It was held beside the other meeting.
        HeldBeside,
    }

    /// What sort of session of a meeting this is.
    SessionKind {
        /// Opening of the meeting.
        Opening,
        /// Everybody together.
        Plenary,
        /// A session on one theme.
        Thematic,
        /// Ministers or leaders only.
        Ministerial,
        /// Closing of the meeting.
        Closing,
        /// Anything else.
        Other,
    }
}
