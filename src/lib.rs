//! Grades synthesized AWS CDK assignments with Rego rules.
//!
//! The way of the data: [`assembly`] reads what `cdk synth` wrote, [`input`] makes of it the document that rules
//! see, [`policy`] evaluates the rules, [`grade`] turns violations into points, [`report`] writes them down.

pub mod assembly;
pub mod grade;
pub mod input;
pub mod policy;
pub mod report;
pub mod source;
pub mod sunet;
pub mod trace;
