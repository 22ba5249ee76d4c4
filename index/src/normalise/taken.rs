//! Which fields the records of a kind have.

use super::headers::Target;
use crate::record::Kind;

/// Whether records of a kind have this field, so that a column of it is not lost.
///
/// Numbers of rows are taken, too: they say nothing.
#[must_use]
pub const fn takes(kind: Kind, target: Target) -> bool {
    match target {
        Target::RegistrationNumber
        | Target::Class
        | Target::Form
        | Target::Attribute
        | Target::Level
        | Target::ApplicationState
        | Target::Evaluation
        | Target::Awards
        | Target::Ip => matches!(kind, Kind::Achievement),
        Target::Number | Target::ApplicationNumber | Target::PublicationNumber => {
            matches!(kind, Kind::Achievement | Kind::Patent)
        }
        Target::Office
        | Target::KindCode
        | Target::Type
        | Target::Agent
        | Target::Priority
        | Target::Family
        | Target::Citations
        | Target::Claims
        | Target::UsClasses
        | Target::DocumentType
        | Target::EarliestPriority
        | Target::FamilyMembers
        | Target::FamilySize
        | Target::Literature
        | Target::CitesCount
        | Target::CitedByCount
        | Target::Legal
        | Target::LegalEvents
        | Target::LegalCode
        | Target::LegalDate => matches!(kind, Kind::Patent),
        Target::Problem
        | Target::KeyTechnology
        | Target::Figures
        | Target::CurrentState
        | Target::Budget
        | Target::Deadline
        | Target::DesiredStage => matches!(kind, Kind::Need),
        Target::Post | Target::Degree | Target::Interests => matches!(kind, Kind::Expert),
        Target::InstitutionType | Target::Aliases | Target::NetworkLevel | Target::Parent => {
            matches!(kind, Kind::Institution)
        }
        Target::Services => matches!(kind, Kind::Expert | Kind::Institution),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_another_kind_is_not_taken() {
        assert!(takes(Kind::Need, Target::Budget));
        assert!(!takes(Kind::Achievement, Target::Budget));
        assert!(takes(Kind::Achievement, Target::Title));
    }
}
