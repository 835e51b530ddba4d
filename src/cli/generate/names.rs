//! Names of people who do not exist, put together from syllables, in Latin and in native script.

use entity::vocabulary::NameOrder;

use super::random::Random;
use crate::domain::documents::PersonNameDocument;

/// A country whose people, cities and bodies are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Country {
    China,
    Japan,
    Korea,
}

impl Country {
    pub(super) const ALL: [Self; 3] = [Self::China, Self::Japan, Self::Korea];

    /// The country of the nth of something.
    pub(super) fn of(index: usize) -> Self {
        Self::ALL[index % 3]
    }

    /// Its area's code.
    pub(super) fn code(self) -> &'static str {
        ["CN", "JP", "KR"][self as usize]
    }

    /// How it is called in titles.
    pub(super) fn adjective(self) -> &'static str {
        ["Chinese", "Japanese", "Korean"][self as usize]
    }

    /// The tag of its language.
    pub(super) fn language(self) -> &'static str {
        ["zh", "ja", "ko"][self as usize]
    }

    fn script(self) -> &'static str {
        ["Hans", "Jpan", "Kore"][self as usize]
    }

    fn syllables(self) -> &'static Syllables {
        [&CHINA, &JAPAN, &KOREA][self as usize]
    }
}

/// What names are put together from: each part in Latin and in native script.
struct Syllables {
    families: &'static [(&'static str, &'static str)],
    first: &'static [(&'static str, &'static str)],
    second: &'static [(&'static str, &'static str)],
    /// Between the parts of a given name in Latin script.
    joint: &'static str,
}

const CHINA: Syllables = Syllables {
    families: &[
        ("WANG", "王"),
        ("LI", "李"),
        ("ZHANG", "张"),
        ("LIU", "刘"),
        ("CHEN", "陈"),
        ("YANG", "杨"),
        ("ZHAO", "赵"),
        ("HUANG", "黄"),
        ("ZHOU", "周"),
        ("WU", "吴"),
        ("XU", "徐"),
        ("SUN", "孙"),
        ("ZHU", "朱"),
        ("MA", "马"),
        ("HU", "胡"),
        ("GUO", "郭"),
        ("LIN", "林"),
        ("HE", "何"),
        ("GAO", "高"),
        ("LUO", "罗"),
        ("SONG", "宋"),
    ],
    first: &[
        ("Jian", "建"),
        ("Xiao", "晓"),
        ("Zhi", "志"),
        ("Wen", "文"),
        ("Yu", "玉"),
        ("Guo", "国"),
        ("Hai", "海"),
        ("Chun", "春"),
        ("Ming", "明"),
        ("Li", "丽"),
        ("Xiu", "秀"),
        ("Yong", "永"),
    ],
    second: &[
        ("wei", "伟"),
        ("fang", "芳"),
        ("min", "敏"),
        ("jing", "静"),
        ("qiang", "强"),
        ("lei", "磊"),
        ("jun", "军"),
        ("jie", "杰"),
        ("tao", "涛"),
        ("chao", "超"),
        ("xia", "霞"),
        ("ping", "平"),
        ("hui", "辉"),
        ("hong", "红"),
        ("bo", "波"),
        ("bin", "斌"),
    ],
    joint: "",
};

const JAPAN: Syllables = Syllables {
    families: &[
        ("SATO", "佐藤"),
        ("SUZUKI", "鈴木"),
        ("TAKAHASHI", "高橋"),
        ("TANAKA", "田中"),
        ("ITO", "伊藤"),
        ("WATANABE", "渡辺"),
        ("YAMAMOTO", "山本"),
        ("NAKAMURA", "中村"),
        ("KOBAYASHI", "小林"),
        ("KATO", "加藤"),
        ("YOSHIDA", "吉田"),
        ("YAMADA", "山田"),
        ("SASAKI", "佐々木"),
        ("MATSUMOTO", "松本"),
        ("INOUE", "井上"),
        ("KIMURA", "木村"),
        ("SHIMIZU", "清水"),
        ("HAYASHI", "林"),
        ("MORI", "森"),
        ("ABE", "阿部"),
    ],
    first: &[
        ("Masa", "正"),
        ("Yoshi", "義"),
        ("Kazu", "和"),
        ("Haru", "春"),
        ("Aki", "明"),
        ("Tomo", "智"),
        ("Nobu", "信"),
        ("Taka", "孝"),
        ("Hide", "秀"),
        ("Mitsu", "光"),
        ("Kuni", "邦"),
        ("Shige", "茂"),
    ],
    second: &[
        ("hiro", "弘"),
        ("ko", "子"),
        ("o", "夫"),
        ("shi", "史"),
        ("mi", "美"),
        ("ki", "樹"),
        ("e", "恵"),
        ("yuki", "幸"),
        ("to", "人"),
        ("ya", "也"),
        ("nori", "則"),
        ("ichi", "一"),
    ],
    joint: "",
};

const KOREA: Syllables = Syllables {
    families: &[
        ("KIM", "김"),
        ("LEE", "이"),
        ("PARK", "박"),
        ("CHOI", "최"),
        ("JUNG", "정"),
        ("KANG", "강"),
        ("CHO", "조"),
        ("YOON", "윤"),
        ("JANG", "장"),
        ("LIM", "임"),
        ("HAN", "한"),
        ("OH", "오"),
        ("SEO", "서"),
        ("SHIN", "신"),
        ("KWON", "권"),
        ("HWANG", "황"),
        ("AHN", "안"),
        ("SONG", "송"),
        ("YOO", "유"),
        ("HONG", "홍"),
    ],
    first: &[
        ("Min", "민"),
        ("Ji", "지"),
        ("Seo", "서"),
        ("Hyun", "현"),
        ("Jun", "준"),
        ("Sung", "성"),
        ("Young", "영"),
        ("Dong", "동"),
        ("Sang", "상"),
        ("Eun", "은"),
        ("Kyung", "경"),
        ("Tae", "태"),
    ],
    second: &[
        ("joon", "준"),
        ("woo", "우"),
        ("hee", "희"),
        ("ho", "호"),
        ("su", "수"),
        ("jin", "진"),
        ("hwan", "환"),
        ("ah", "아"),
        ("kyu", "규"),
        ("mi", "미"),
        ("sik", "식"),
        ("won", "원"),
        ("rim", "림"),
        ("chul", "철"),
    ],
    joint: "-",
};

/// A name in both scripts.
pub(super) struct PersonName {
    country: Country,
    family: (&'static str, &'static str),
    first: (&'static str, &'static str),
    second: (&'static str, &'static str),
}

impl PersonName {
    /// Any name of a country.
    pub(super) fn any(country: Country, random: &mut Random) -> Self {
        let syllables = country.syllables();
        Self {
            country,
            family: syllables.families[random.skewed(syllables.families.len())],
            first: *random.pick(syllables.first),
            second: *random.pick(syllables.second),
        }
    }

    /// As the institution writes it: `LEE Hee-sup`.
    pub(super) fn latin(&self) -> String {
        format!("{} {}", self.family.0, self.given())
    }

    /// As it is written at home.
    pub(super) fn native(&self) -> String {
        format!("{}{}{}", self.family.1, self.first.1, self.second.1)
    }

    fn given(&self) -> String {
        format!("{}{}{}", self.first.0, self.country.syllables().joint, self.second.0)
    }

    /// The names of a document.
    pub(super) fn documents(&self, native: bool) -> Vec<PersonNameDocument> {
        let name = |full: String, family: &str, given: String, language: &str, script: &str| PersonNameDocument {
            full: Some(full),
            family: Some(family.to_owned()),
            given: Some(given),
            order: Some(NameOrder::FamilyFirst),
            language: Some(language.into()),
            script: Some(script.to_owned()),
            ..PersonNameDocument::default()
        };
        let mut names = vec![name(self.latin(), self.family.0, self.given(), "en", "Latn")];
        if native {
            let given = format!("{}{}", self.first.1, self.second.1);
            names.push(name(self.native(), self.family.1, given, self.country.language(), self.country.script()));
        }
        names
    }
}
