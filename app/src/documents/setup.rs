//! With what documents are looked after in a running program.

use std::{
    fmt,
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
};

use db::Connection;

use super::{
    Asker, Scanner,
    model::{DocumentId, Use},
};
use crate::kit::visit::AgencyId;

/// Finds where a document is used: each feature that links to documents hands one in, so that this feature needs to
/// know none of them.
pub type FindUses = for<'a> fn(
    &'a mut Connection,
    AgencyId,
    DocumentId,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Use>>> + Send + 'a>>;

/// With what documents are looked after: cheap to clone.
#[derive(Clone)]
pub struct Setup {
    scanner: Option<Scanner>,
    drawer: Option<PathBuf>,
    asker: Asker,
    uses: Vec<FindUses>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            scanner: None,
            drawer: None,
            asker: Asker::default(),
            uses: vec![super::office::postings::uses_as_photo],
        }
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").field("uses", &self.uses.len()).finish_non_exhaustive()
    }
}

impl Setup {
    /// Files are shown to this scanner before they are kept.
    pub fn with_scanner(mut self, scanner: Option<Scanner>) -> Self {
        self.scanner = scanner;
        self
    }

    /// Who looks at files before they are kept.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// PDFs are drawn by this program, in a process of its own.
    pub fn with_drawer(mut self, program: Option<PathBuf>) -> Self {
        self.drawer = program;
        self
    }

    /// The program that draws PDFs, if there is one.
    pub fn drawer(&self) -> Option<&Path> {
        self.drawer.as_deref()
    }

    /// Web addresses are asked by this asker.
    pub fn with_asker(mut self, asker: Asker) -> Self {
        self.asker = asker;
        self
    }

    /// Who asks web addresses whether they are there.
    pub fn asker(&self) -> &Asker {
        &self.asker
    }

    /// Another feature that links to documents.
    pub fn with_uses(mut self, uses: FindUses) -> Self {
        self.uses.push(uses);
        self
    }

    /// Where a document is used.
    pub async fn uses(
        &self,
        connection: &mut Connection,
        agency: AgencyId,
        document: DocumentId,
    ) -> db::Result<Vec<Use>> {
        let mut found = Vec::new();
        for find in &self.uses {
            found.extend(find(connection, agency, document).await?);
        }
        Ok(found)
    }
}
