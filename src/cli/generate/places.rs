//! Cities of the three countries, with the codes of their areas.

use super::names::Country;
use super::random::Random;
use crate::domain::documents::{LocalizedStringDocument, PlaceDocument};

/// Area, and the city's name in English and at home.
type City = (&'static str, &'static str, &'static str);

const CHINA: &[City] = &[
    ("CN-BJ", "Beijing", "北京"),
    ("CN-SH", "Shanghai", "上海"),
    ("CN-TJ", "Tianjin", "天津"),
    ("CN-CQ", "Chongqing", "重庆"),
    ("CN-GD", "Guangzhou", "广州"),
    ("CN-JS", "Nanjing", "南京"),
    ("CN-ZJ", "Hangzhou", "杭州"),
    ("CN-SC", "Chengdu", "成都"),
    ("CN-SD", "Qingdao", "青岛"),
    ("CN-LN", "Dalian", "大连"),
    ("CN-JL", "Changchun", "长春"),
    ("CN-HI", "Haikou", "海口"),
];

const JAPAN: &[City] = &[
    ("JP-13", "Tokyo", "東京"),
    ("JP-27", "Osaka", "大阪"),
    ("JP-26", "Kyoto", "京都"),
    ("JP-40", "Fukuoka", "福岡"),
    ("JP-23", "Nagoya", "名古屋"),
    ("JP-14", "Yokohama", "横浜"),
    ("JP-28", "Kobe", "神戸"),
    ("JP-01", "Sapporo", "札幌"),
    ("JP-15", "Niigata", "新潟"),
    ("JP-34", "Hiroshima", "広島"),
    ("JP-47", "Naha", "那覇"),
    ("JP-04", "Sendai", "仙台"),
];

const KOREA: &[City] = &[
    ("KR-11", "Seoul", "서울"),
    ("KR-26", "Busan", "부산"),
    ("KR-28", "Incheon", "인천"),
    ("KR-49", "Jeju", "제주"),
    ("KR-27", "Daegu", "대구"),
    ("KR-30", "Daejeon", "대전"),
    ("KR-29", "Gwangju", "광주"),
    ("KR-50", "Sejong", "세종"),
    ("KR-42", "Chuncheon", "춘천"),
    ("KR-41", "Suwon", "수원"),
    ("KR-45", "Jeonju", "전주"),
    ("KR-47", "Gyeongju", "경주"),
];

/// A city of a country, the capital far more likely.
pub(super) fn city(country: Country, random: &mut Random) -> City {
    let cities = [CHINA, JAPAN, KOREA][country as usize];
    cities[random.skewed(cities.len())]
}

/// The city as the place of something.
pub(super) fn place((area, english, native): City, country: Country) -> PlaceDocument {
    PlaceDocument {
        city: vec![text("en", english), text(country.language(), native)],
        area: Some(area.to_owned()),
        ..PlaceDocument::default()
    }
}

/// A text in one language.
pub(super) fn text(locale: &str, text: impl Into<String>) -> LocalizedStringDocument {
    LocalizedStringDocument { locale: locale.into(), text: text.into() }
}
