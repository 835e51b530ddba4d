//! The people of a record, and pairs of them to ask about.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use uuid::Uuid;

use super::questions::LARGEST;

/// Somebody who took part in meetings that count.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Uuid,
    pub slug: String,
    pub meetings: i64,
}

/// Everybody who did.
pub struct People {
    pub list: Vec<Person>,
}

/// Two people.
#[derive(Clone, Debug)]
pub struct Pair {
    pub from: Person,
    pub to: Person,
    /// Whether they were picked by how often they took part; otherwise everybody was as likely.
    pub is_frequent: bool,
}

impl People {
    pub async fn read(connection: &DatabaseConnection) -> Self {
        let text = format!(
            "SELECT a.party AS id, i.slug AS slug, COUNT(DISTINCT a.meeting) AS meetings FROM attendance a JOIN item i ON i.id = a.party
             WHERE a.kind = 1 AND a.size <= {LARGEST} GROUP BY a.party, i.slug ORDER BY i.slug"
        );
        let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), text)).await;
        let person = |row: &sea_orm::QueryResult| Person {
            id: row.try_get("", "id").expect("an id"),
            slug: row.try_get("", "slug").expect("a slug"),
            meetings: row.try_get("", "meetings").expect("a number"),
        };
        Self { list: rows.expect("the people").iter().map(person).collect() }
    }

    pub fn took_part(&self) -> i64 {
        self.list.iter().map(|person| person.meetings).sum()
    }

    /// So many pairs of either sort, the same ones each time.
    pub fn pairs(&self, count: usize) -> Vec<Pair> {
        let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
        let total = self.took_part().unsigned_abs();
        let mut pick = |is_frequent: bool| {
            if !is_frequent {
                return self.list[usize::try_from(numbers.below(self.list.len() as u64)).expect("a place")].clone();
            }
            let mut left = i64::try_from(numbers.below(total)).expect("a number");
            let found = self.list.iter().find(|person| {
                left -= person.meetings;
                left < 0
            });
            found.expect("somebody").clone()
        };
        let mut pairs = Vec::new();
        while pairs.len() < 2 * count {
            let is_frequent = pairs.len() >= count;
            let (from, to) = (pick(is_frequent), pick(is_frequent));
            if from.id != to.id {
                pairs.push(Pair { from, to, is_frequent });
            }
        }
        pairs
    }
}

/// Numbers without a pattern (xorshift), the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
