use super::*;
use crate::record::{LegalClass, Stage};

fn check_resolve(facet: Facet, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(resolve(facet, text), *expected, "{facet:?}: {text}");
    }
}

#[test]
fn places_are_found_by_every_spelling() {
    check_resolve(
        Facet::Region,
        &[
            ("湖北", &["42"]),
            ("湖北省", &["42"]),
            ("湖北(42)", &["42"]),
            ("湖北（42）", &["42"]),
            ("420000", &["42"]),
            ("42", &["42"]),
            ("Hubei", &["42"]),
            ("荆门", &["4208"]),
            ("荆门市", &["4208"]),
            ("湖北省荆门市", &["4208"]),
            ("湖北荆门", &["4208"]),
            ("湖北 荆门 东宝", &["420802"]),
            ("中国湖北省荆门市东宝区", &["420802"]),
            ("中国·湖北·荆门", &["4208"]),
            ("420802", &["420802"]),
            ("湖北省武汉市洪山区珞喻路1037号", &["420111"]),
            ("仙桃", &["429004"]),
            ("湖北省省直辖县级行政区划仙桃市", &["429004"]),
            ("429004", &["429004"]),
            ("神农架", &["429021"]),
            ("恩施", &["4228"]),
            ("恩施市", &["422801"]),
            ("襄樊", &["4206"]),
            ("北京市市辖区", &["11"]),
            ("110100", &["11"]),
            ("北京市朝阳区", &["110105"]),
            ("吉林", &["22"]),
            ("吉林市", &["2202"]),
            ("吉林省吉林市", &["2202"]),
            ("内蒙古", &["15"]),
            ("浦东", &["310115"]),
            ("Dongbao District, Jingmen, Hubei, China", &["420802"]),
            ("Jingmen City, Hubei Province", &["4208"]),
            ("Enshi", &["4228"]),
            ("朝阳区", &["110105", "220104"]),
            ("北京大学", &[]),
            ("火星", &[]),
            ("区", &[]),
            ("", &[]),
            ("420899", &[]),
        ],
    );
}

#[test]
fn a_bare_place_name_is_the_highest_level_then_the_province_decides() {
    let cases = [
        ("吉林", None, Some("22")),
        ("鼓楼", None, None),
        ("鼓楼", Some("福建"), Some("350102")),
        ("鼓楼", Some("江苏省"), None),
        ("鼓楼", Some("江苏省南京市"), Some("320106")),
        ("朝阳", None, Some("2113")),
        ("朝阳区", Some("吉林"), Some("220104")),
        ("南京", Some("湖北"), Some("3201")),
        ("鼓楼", Some("火星"), None),
    ];
    for (text, hint, expected) in cases {
        assert_eq!(
            region(text, hint).as_deref(),
            expected,
            "{text} in {hint:?}"
        );
    }
}

#[test]
fn industries_and_disciplines_are_found_by_name_code_and_old_name() {
    check_resolve(
        Facet::Industry,
        &[
            ("医药制造业", &["27"]),
            ("C27", &["27"]),
            ("27", &["27"]),
            ("c", &["C"]),
            ("制造业", &["C"]),
            ("Manufacturing", &["C"]),
            ("农,林,牧,渔业", &["A"]),
            ("信息传输、计算机服务和软件业", &["I"]),
            ("房地产业", &["K"]),
            ("通信设备、计算机及其他电子设备制造业", &[]),
            ("9999", &[]),
        ],
    );
    check_resolve(
        Facet::Discipline,
        &[
            ("数学", &["110"]),
            ("110", &["110"]),
            ("兵器科学与技术", &["53520"]),
            ("心理语言学", &["74030"]),
            ("心理人类学", &["1806735", "1906510"]),
            ("图书馆、情报与文献学", &["870"]),
            ("中医学/中药学", &[]),
            ("民族学与文化学", &["850"]),
        ],
    );
}

#[test]
fn classification_symbols_are_written_one_way() {
    check_resolve(
        Facet::Ipc,
        &[
            ("E01B3/32(2006.01)I", &["E01B3/32"]),
            ("e01b 3/32", &["E01B3/32"]),
            ("Ｅ０１Ｂ３／３２", &["E01B3/32"]),
            ("H01M 10/ 0525", &["H01M10/0525"]),
            ("H01M-010/0525", &["H01M10/0525"]),
            ("H01M0010052500", &["H01M10/0525"]),
            ("C01B0032182 | B32B000900", &["C01B32/182", "B32B9/00"]),
            (
                "H01M  10/0525        20100101AFI20051206BHEP",
                &["H01M10/0525"],
            ),
            ("H01M10", &["H01M10/00"]),
            ("h01m", &["H01M"]),
            ("H01", &["H01"]),
            ("h", &["H"]),
            ("Y02E 10/50", &["Y02E10/50"]),
            (
                "A61K31/00; A61P 3/10 | A61K31/00",
                &["A61K31/00", "A61P3/10"],
            ),
            ("Z01B1/00", &[]),
            ("锂电池", &[]),
            ("", &[]),
        ],
    );
}

#[test]
fn words_of_closed_lists_are_found_in_both_languages() {
    check_resolve(
        Facet::Field,
        &[
            ("先进制造", &["先进制造与自动化"]),
            ("New materials", &["新材料"]),
            ("工学", &[]),
        ],
    );
    check_resolve(
        Facet::Stage,
        &[
            ("初期阶段", &["lab"]),
            ("中试", &["pilot"]),
            ("成熟应用阶段", &["mature"]),
            ("Mature", &["mature"]),
            ("火星", &[]),
        ],
    );
    check_resolve(
        Facet::Status,
        &[("已发布", &["published"]), ("draft", &["draft"])],
    );
    check_resolve(
        Facet::Legal,
        &[
            ("有效", &["alive"]),
            ("dead", &["dead"]),
            ("撤回-视为撤回", &["dead"]),
            ("驳回理由通知", &["pending"]),
        ],
    );
    check_resolve(
        Facet::Kind,
        &[("成果", &["achievement"]), ("Patent", &["patent"])],
    );
    check_resolve(
        Facet::Cooperation,
        &[
            ("技术转让", &["transfer"]),
            ("普通许可", &["ordinary licence"]),
            ("joint-development", &["joint development"]),
            ("作价投资", &["equity"]),
            ("面议", &["negotiable"]),
            (
                "许可",
                &[
                    "exclusive licence",
                    "sole licence",
                    "ordinary licence",
                    "open licence",
                ],
            ),
        ],
    );
    check_resolve(
        Facet::Year,
        &[("2020", &["2020"]), ("2020年", &["2020"]), ("20", &[])],
    );
}

#[test]
fn institutions_are_found_by_short_names() {
    check_resolve(
        Facet::Institution,
        &[
            ("武大", &["武汉大学"]),
            ("东大", &["东南大学", "东北大学"]),
            ("武汉大学", &["武汉大学"]),
            ("中国地质大学（武汉）", &["中国地质大学(武汉)"]),
            ("某某公司", &[]),
        ],
    );
    assert_eq!(aliases_of("武汉大学"), ["武大"]);
    assert_eq!(aliases_of("某某公司"), [""; 0]);
    assert_eq!(institution("华科").map(|row| row.city), Some("武汉市"));
    assert_eq!(institution("东大"), None);
}

#[test]
fn paths_lead_from_the_root_to_the_value() {
    let cases: [(Facet, &str, &[&str]); 15] = [
        (Facet::Region, "420802", &["42", "4208", "420802"]),
        (Facet::Region, "429004", &["42", "429004"]),
        (Facet::Region, "110105", &["11", "110105"]),
        (Facet::Region, "火星/月球", &["火星/月球"]),
        (Facet::Industry, "2661", &["C", "26", "266", "2661"]),
        (Facet::Industry, "C", &["C"]),
        (Facet::Industry, "旧业", &["旧业"]),
        (Facet::Discipline, "1101410", &["110", "11014", "1101410"]),
        (Facet::Discipline, "中医学/中药学", &["中医学/中药学"]),
        (
            Facet::Ipc,
            "H01M10/0525",
            &["H", "H01", "H01M", "H01M10/0525"],
        ),
        (Facet::Ipc, "H01M", &["H", "H01", "H01M"]),
        (Facet::Ipc, "H01X1/00", &["H", "H01", "H01X1/00"]),
        (Facet::Ipc, "14-02", &["14-02"]),
        (Facet::Year, "2020", &["2020"]),
        (Facet::Field, "新材料", &["新材料"]),
    ];
    for (facet, value, expected) in cases {
        assert_eq!(path(facet, value), expected, "{facet:?} {value}");
    }
}

#[test]
fn labels_are_what_people_read() {
    use Language::{Chinese, English};
    let cases = [
        (Facet::Region, "4208", Chinese, "荆门市"),
        (Facet::Region, "4208", English, "Jingmen"),
        (Facet::Region, "420802", English, "Dongbao District"),
        (Facet::Industry, "C", English, "Manufacturing"),
        (Facet::Discipline, "110", Chinese, "数学"),
        (Facet::Ipc, "H01M10/0525", Chinese, "H01M10/0525"),
        (Facet::Ipc, "A", English, "Human necessities"),
        (Facet::Ipc, "H01M", Chinese, "电池与燃料电池"),
        (Facet::Ipc, "H01M", English, "Batteries and fuel cells"),
        (Facet::Stage, "pilot", Chinese, "中试阶段"),
        (Facet::Cooperation, "equity", Chinese, "作价入股"),
        (Facet::Field, "新材料", English, "New materials"),
        (Facet::Kind, "need", Chinese, "需求"),
        (Facet::Legal, "dead", Chinese, "失效"),
        (Facet::Cooperation, "以物易物", Chinese, "以物易物"),
        (Facet::Region, "火星", Chinese, "火星"),
    ];
    for (facet, value, language, expected) in cases {
        assert_eq!(label(facet, value, language), expected, "{facet:?} {value}");
    }
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[test]
fn every_shipped_code_has_a_path_that_ends_in_it_and_a_label() {
    let files: [(Facet, &str); 4] = [
        (Facet::Region, include_str!("regions.tsv")),
        (Facet::Industry, include_str!("industries.tsv")),
        (Facet::Discipline, include_str!("disciplines.tsv")),
        (Facet::Ipc, include_str!("ipc.tsv")),
    ];
    for (facet, text) in files {
        for columns in table::lines(text) {
            let code = columns[0];
            assert_eq!(path(facet, code).last().map(String::as_str), Some(code));
            let is_chinese = |language| label(facet, code, language).chars().any(is_han);
            assert!(is_chinese(Language::Chinese), "{facet:?} {code}");
            assert!(!is_chinese(Language::English), "{facet:?} {code}");
            assert_eq!(resolve(facet, code), [code], "{facet:?}");
        }
    }
}

#[test]
fn every_word_of_a_closed_list_resolves_to_its_key() {
    for columns in table::lines(include_str!("words.tsv")) {
        let [facet, key, chinese, english, ref aliases @ ..] = *columns else {
            panic!("{columns:?} needs at least four columns");
        };
        let facet = Facet::ALL.into_iter().find(|known| known.as_str() == facet);
        let facet = facet.unwrap_or_else(|| panic!("{columns:?} names no facet"));
        let aliases = aliases.iter().flat_map(|list| list.split('|'));
        for spelling in [key, chinese, english].into_iter().chain(aliases) {
            assert!(
                resolve(facet, spelling).iter().any(|found| found == key),
                "{spelling}"
            );
        }
    }
}

#[test]
fn stages_keep_what_is_vague_as_a_range() {
    let cases = [
        ("初期阶段", Stage::Lab, Some((1, 3))),
        ("初期—中期", Stage::Lab, Some((4, 5))),
        ("小试", Stage::Lab, Some((4, 5))),
        ("已完成中试，正在产业化", Stage::Pilot, Some((6, 9))),
        ("中期阶段", Stage::Pilot, Some((6, 7))),
        ("小批量生产", Stage::Mature, Some((8, 9))),
        ("Already on the market", Stage::Mature, Some((8, 9))),
        ("Available for demonstration", Stage::Pilot, Some((6, 7))),
        ("Under development", Stage::Lab, Some((1, 3))),
        ("TRL 6", Stage::Pilot, Some((6, 6))),
        ("TRL4-6", Stage::Lab, Some((4, 6))),
        ("7级", Stage::Pilot, Some((7, 7))),
        ("尚未产业化", Stage::Unknown, None),
        ("其他", Stage::Unknown, None),
        ("TRL 12", Stage::Unknown, None),
    ];
    for (text, stage, levels) in cases {
        let found = maturity(text);
        assert_eq!(found.stage, stage, "{text}");
        assert_eq!(found.trl_min.zip(found.trl_max), levels, "{text}");
        assert_eq!(found.stage_raw, text);
    }
}

fn check_legal(class: LegalClass, texts: &[&str]) {
    for text in texts {
        assert_eq!(legal_class(text), class, "{text}");
    }
}

#[test]
fn legal_status_is_read_with_negatives_first() {
    check_legal(
        LegalClass::Dead,
        &[
            "驳回",
            "专利权的 终止",
            "撤回-视为撤回",
            "未缴年费",
            "未缴年费终止失效",
            "避免重复授权",
            "避免重复授予专利权",
            "期限届满",
            "全部撤销",
            "申请终止",
            "逾期视撤失效",
            "届满终止失效",
            "未缴年费专利权终止，等恢复",
            "主动放弃",
            "权利终止",
            "无效",
            "宣告专利权全部无效",
            "到期",
            "Inactive",
            "Expired - Fee Related",
            "Lapse due to non-payment",
            "No longer in force",
            "Ceased",
            "Dead",
            "Not in force",
            "Patent right actively abandoned",
            "不再有效",
            "Expiry of patent term",
            "Rejection of invention patent application after publication",
        ],
    );
    check_legal(
        LegalClass::Alive,
        &[
            "部分无效",
            "授权",
            "专利权恢复",
            "专利权的终止恢复",
            "年费滞纳",
            "等年费滞纳金",
            "部分撤销",
            "专利权维持",
            "无效宣告请求",
            "维持专利权有效",
            "即将到期",
            "Active",
            "Issued",
            "Alive",
            "Active, expires 2035-05-03",
            "Opposition rejected",
            "No opposition filed",
            "Partial invalidation of patent right",
            "专利权质押合同登记的生效",
        ],
    );
    check_legal(
        LegalClass::Pending,
        &[
            "驳回理由通知",
            "未授权",
            "实质审查的生效",
            "Application",
            "驳回等复审请求",
            "等待颁证公告",
            "一通出案待答复",
            "Intention to grant",
            "Notification of reasons for refusal",
            "专利申请权恢复",
            "Docketed New Case - Ready for Examination",
            "Notice of Allowance Mailed",
        ],
    );
    check_legal(
        LegalClass::Unknown,
        &[
            "转移",
            "未知",
            "",
            "一案双申",
            "Lapsed in a contracting state",
            "PCT指定期满",
            "PCT未进入指定国(指定期内)",
            "Third party observations",
            "Deadline for response",
            "WIPO information: refused in national office",
        ],
    );
}

#[test]
fn parts_of_a_legal_status_are_judged_together() {
    check_legal(
        LegalClass::Dead,
        &[
            "期限届满 | 权利转移",
            "权利转移 | 期限届满",
            "授权；未缴年费",
            "驳回 | 复审",
            "撤回 | 一案双申",
            "失效,未缴年费",
            "授权\n质押\n放弃",
            "实质审查 | 视为撤回",
            "全部撤销|许可",
        ],
    );
    check_legal(
        LegalClass::Alive,
        &[
            "授权 | 权利转移 | 一案双申",
            "权利转移 | 质押",
            "未缴年费 | 权利恢复",
            "公开;授权",
            "授权 | 许可",
        ],
    );
    check_legal(
        LegalClass::Pending,
        &[
            "实质审查 | 权利转移",
            "公开 | 一案双申",
            "视为撤回 | 专利申请权恢复",
            "质押 | 实质审查",
        ],
    );
}

#[test]
fn set_phrases_are_read_in_both_languages() {
    let check = |text: &str, chinese: &str, english: &str| {
        assert_eq!(phrase(text, Language::Chinese), chinese);
        assert_eq!(phrase(text, Language::English), english);
    };
    check("试用", "试用", "On trial");
    check("国内领先", "国内领先", "Leading in China");
    check("invention", "发明", "invention");
    check("鉴定、验收", "鉴定、验收", "Appraisal, Acceptance");
    check("鉴定、别的", "鉴定、别的", "鉴定、别的");
    check("Plant Manager", "厂长", "Plant Manager");
    check("项目经理", "项目经理", "Project manager");
    check("", "", "");
}

#[test]
fn fields_are_one_in_all_their_wordings_and_others_are_in_a_group_of_their_own() {
    for (text, expected) in [
        ("先进制造", "先进制造与自动化"),
        ("智能装备制造", "先进制造与自动化"),
        ("高端装备制造产业", "先进制造与自动化"),
        ("03 高端装备制造领域", "先进制造与自动化"),
        ("（一）电子信息技术", "电子信息"),
        ("生物、医药和医疗器械", "生物与新医药"),
        ("Life Sciences", "生物与新医药"),
        ("新一代信息技术", "电子信息"),
    ] {
        assert_eq!(resolve(Facet::Field, text), [expected], "{text}");
        assert_eq!(path(Facet::Field, expected), [expected]);
    }
    assert!(resolve(Facet::Field, "某种没有的领域").is_empty());
    let other = path(Facet::Field, "某种没有的领域");
    assert_eq!(other, ["other-wording", "某种没有的领域"]);
    let label = |language| label(Facet::Field, "other-wording", language).into_owned();
    assert_eq!(label(Language::Chinese), "其他写法");
    assert_eq!(label(Language::English), "Other wording");
    assert_eq!(resolve(Facet::Field, "其他写法"), ["other-wording"]);
}

#[test]
fn every_wording_of_a_field_is_of_one_that_there_is() {
    let lines: Vec<&str> = include_str!("fields.tsv").lines().skip(1).collect();
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [key, spelling, source] = columns[..] else {
            panic!("{line}");
        };
        assert!(words::has(Facet::Field, key), "{line}");
        assert_eq!(resolve(Facet::Field, spelling), [key], "{line}");
        assert!(!source.is_empty(), "{line}");
    }
}
