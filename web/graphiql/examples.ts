/**
 * The operations the page opens with, one tab each. Their comments are inside
 * the documents for the visitor to read, and as narrow as the editor is.
 */
export const examples: { query: string }[] = [
  {
    query: `# The newest meetings first, with those to come.
# feedPosition is where recordChanged can begin.
query NextAndLatest {
  feedPosition
  meetings(
    orderBy: {field: START_DATE, direction: DESC}
    first: 5
  ) {
    totalCount
    nodes {
      title
      startDate
      places {
        city
        area {
          code
          name
        }
      }
      mechanism {
        label
        level
      }
      edition
    }
  }
}
`,
  },
  {
    query: `# Every edition of one series of meetings, in order:
# where it was held and who took part.
query SummitEditions {
  mechanism(by: {slug: "trilateral-summit"}) {
    label
    meetings(
      orderBy: {field: START_DATE, direction: ASC}
      first: 20
    ) {
      totalCount
      nodes {
        edition
        startDate
        endDate
        places {
          city
          area {
            name
          }
        }
        parties {
          code
          name
        }
      }
    }
  }
}
`,
  },
  {
    query: `# The feed of changes. From cursor "0" it replays
# everything so far, then goes live. Press the button
# again to stop.
subscription Live {
  recordChanged(after: "0") {
    cursor
    action
    change
    itemType
    item {
      __typename
      id
      label
    }
  }
}
`,
  },
  {
    query: `# One meeting and what points back at it: the chain
# from preparation to follow-up.
query EnvironmentChain {
  meeting(by: {slug: "temm-24"}) {
    title
    startDate
    endDate
    linkedFrom {
      kind
      from {
        title
        startDate
      }
    }
  }
}
`,
  },
];
