//! Grades synthesized AWS CDK assignments with Rego rules.
//!
//! The way of the data: [`assembly`] reads what `cdk synth` wrote, [`input`] makes of it the document that rules
//! see, [`policy`] evaluates the rules, [`grade`] turns violations into points, [`report`] writes them down. Before it,
//! [`synth`] runs the student's CDK app. [`batch`] does all of it for a class.

pub mod assembly;
pub mod batch;
pub mod grade;
pub mod input;
pub mod lint;
pub mod policy;
pub mod report;
pub mod source;
pub mod sources;
pub mod sunet;
pub mod synth;
pub mod trace;
