//! Declaring routes. A route without an access rule cannot be written, and the list of all routes can be walked.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    http::Method,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};

use super::{Access, Error, Visit};
use crate::app::App;

/// A form may carry this much.
const FORM_LIMIT: usize = 1024 * 1024;
/// An upload may carry this much.
pub const UPLOAD_LIMIT: usize = 21 * 1024 * 1024;

/// One declared route.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path as declared, e.g. `/office/measures/{id}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// The routes of a feature, or of the whole program.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    declared: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, access, FORM_LIMIT, handler)
    }

    /// A form's target. Its handler takes a [`super::Form`], which checks where the form came from.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access, FORM_LIMIT, handler)
    }

    /// The target of a form with files.
    pub fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access, UPLOAD_LIMIT, handler)
    }

    /// The target of a form with one small file: a request may have this many bytes.
    pub fn upload_within<H, T>(self, limit: usize, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access, limit, handler)
    }

    /// Adds another feature's routes.
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.declared.extend(other.declared);
        self
    }

    /// All routes, as declared.
    pub fn declared(&self) -> &[Route] {
        &self.declared
    }

    /// The router.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        limit: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let guarded = on(filter, handler)
            .layer::<_, std::convert::Infallible>(from_fn(move |visit: Visit, request: Request, next: Next| {
                guard(access, visit, request, next)
            }))
            .layer(DefaultBodyLimit::max(limit));
        self.router = self.router.route(path, guarded);
        self.declared.push(Route { method, path, access });
        self
    }
}

async fn guard(access: Access, visit: Visit, request: Request, next: Next) -> Response {
    match permitted(access, &visit) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn permitted(access: Access, visit: &Visit) -> Result<(), Error> {
    match (access, &visit.viewer) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => Ok(()),
        (Access::May(permission), Some(viewer)) if viewer.may(permission) => Ok(()),
        (Access::May(_), Some(_)) => Err(Error::Forbidden),
        (Access::SignedIn | Access::May(_), None) => Err(Error::SignInRequired),
    }
}
