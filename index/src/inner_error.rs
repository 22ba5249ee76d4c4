//! What goes wrong below the library, before it is an error of the library.

use crate::error::{Cause, Error};

/// A failure of what lies below, or of our own.
#[derive(Debug)]
pub(crate) enum InnerError {
    /// The database of the catalogue.
    Database(rusqlite::Error),
    /// The search engine.
    Engine(tantivy::TantivyError),
    /// One that has its words already.
    Known(Error),
}

impl InnerError {
    /// Whether what was read is damaged, and not the way to it.
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::Database(error) => is_damage(error),
            Self::Engine(_) => false,
            Self::Known(error) => error.is_damage(),
        }
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => {
            matches!(failure.code, DatabaseCorrupt | NotADatabase)
        }
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => true,
        _ => false,
    }
}

/// Shorthand for work that reads the catalogue or the index.
pub(crate) type Result<T> = std::result::Result<T, InnerError>;

impl From<rusqlite::Error> for InnerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<tantivy::TantivyError> for InnerError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(error)
    }
}

impl From<Error> for InnerError {
    fn from(error: Error) -> Self {
        Self::Known(error)
    }
}

impl From<InnerError> for Error {
    fn from(error: InnerError) -> Self {
        match error {
            InnerError::Database(error) if is_damage(&error) => {
                Self::CatalogueDamaged(Cause::of(error))
            }
            InnerError::Database(error) => Self::Catalogue(Cause::of(error)),
            InnerError::Engine(error) => Self::Index(Cause::of(error)),
            InnerError::Known(error) => error,
        }
    }
}
