//! The story tests: the whole program over HTTP, on both databases.
//!
//! Each story is a sentence about what somebody can do. [`story!`] makes two tests of it, one per database.

#![allow(clippy::unwrap_used, reason = "in tests a panic is the report")]

mod helpers;

mod access;
mod accounts;
mod analysis;
mod assessment;
mod audit;
mod backup;
mod calendar;
mod circulars;
mod city;
mod crash;
mod documents;
mod figures;
mod layering;
mod links;
mod log;
mod measures;
mod office_files;
mod operations;
mod organisation;
mod pages;
mod parts;
mod public_measures;
mod report_formats;
mod reporting;
mod samples;
mod scanner;
mod sign_in;
mod sign_off;
mod sources;
mod sql;
mod texts;
mod upgrade;
mod work;
