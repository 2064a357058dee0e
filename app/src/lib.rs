//! Prongsai: with which a Thai public agency earns and proves its integrity and transparency.
//!
//! Reading order: [`cli`] (what the program can be told to do), [`app`] (what a running program holds), [`routes`]
//! (every address and who may use it), then any feature. Features stand on [`kit`], never on each other's insides.
//!
//! The frame: [`cli`], [`config`], [`app`], [`routes`], [`server`], [`jobs`].
//!
//! The features, each in a folder of its own:

/// Sign-in, sessions, invitations; roles held through posts.
pub mod accounts;
pub mod app;
/// Results of the assessment by year, and where points are lost.
pub mod assessment;
/// Reading and proving the record of changes.
pub mod audit_log;
/// Holidays and working days.
pub mod calendar;
/// Circulars with their acknowledgements; meetings and briefings.
pub mod circulars;
/// The agencies below an agency, seen from above.
pub mod city;
pub mod cli;
pub mod config;
/// The demonstration installation.
pub mod demo;
/// Files and web addresses with their versions: evidence, circulars, manuals, minutes, orders, publications.
pub mod documents;
/// Live figures: taken, kept, bound to results.
pub mod figures;
pub mod jobs;
pub mod kit;
/// Guidelines, measures, results and who is responsible.
pub mod measures;
/// Running an installation: backup and restore, what is wrong with the set-up, settings, figures, the log.
pub mod operations;
/// Agencies, units, posts, people, settings of an agency.
pub mod organisation;
/// Divisions' parts: filled in without sign-in, taken row by row.
pub mod parts;
/// Reports in and out: imports with their review, the official form.
pub mod reporting;
pub mod routes;
pub mod server;
/// Reports that the director signs or sends back.
pub mod sign_off;
/// The public pages of an agency.
pub mod site;
/// Every token, component and state.
pub mod styleguide;
/// The first page of the office.
pub mod today;
