//! Values of stacks that others use in another region: custom resources carry them there in SSM parameters.

use std::cell::RefCell;
use std::rc::Rc;

use super::references::{nested_parameter, referenced_in_parent};
use super::{ArnComponents, Stack, unique_id};
use crate::assets::ShippedAsset;
use crate::cfn::CfnResource;
use crate::construct::{Construct, Node};
use crate::custom_resource::{
    CustomResource, CustomResourceProps, CustomResourceProvider, CustomResourceProviderProps,
};
use crate::error::Result;
use crate::json::{Json, Map};
use crate::object;
use crate::value::{Lazy, Reference, Text, Token, TypeHint, Value};

const PARAMETER_PREFIX: &str = "cdk/exports/";
const MAX_NAME_LENGTH: usize = 900;

const WRITER_CODE: ShippedAsset = ShippedAsset {
    hash: "b885273956ed6568773aa9a2353e506c82ce0c9004d5b57fb500ba0d779ca772",
    extension: "",
    parts: &[
        ("__entrypoint__.js", "aws-cdk-lib/core/lib/custom-resource-provider/nodejs-entrypoint.js"),
        (
            "index.js",
            "aws-cdk-lib/core/lib/custom-resource-provider/cross-region-export-providers/\
             cross-region-ssm-writer-handler/index.js",
        ),
    ],
};

const READER_CODE: ShippedAsset = ShippedAsset {
    hash: "8f9d60872520bd7819905e9e0a22c9ab278c21ffd73ae3ab335c174d70416630",
    extension: "",
    parts: &[
        ("__entrypoint__.js", "aws-cdk-lib/core/lib/custom-resource-provider/nodejs-entrypoint.js"),
        (
            "index.js",
            "aws-cdk-lib/core/lib/custom-resource-provider/cross-region-export-providers/\
             cross-region-ssm-reader-handler/index.js",
        ),
    ],
};

/// What a stack writes into another region, or reads from others. By the names of the parameters.
#[derive(Default)]
struct Values(RefCell<Map<Value>>);

/// The parameters, in all regions, that a stack may write.
#[derive(Default)]
struct Parameters(RefCell<Vec<Text>>);

impl Stack {
    /// What stands for this reference in a stack of another region.
    pub(super) fn import_into_region(&self, reference: &Reference, consumer: &Stack) -> Result<Value> {
        self.node().other(reference.target).lock_logical_id();
        let exported = referenced_in_parent(self, reference)?;
        let resolved = self.resolve(&Value::from(exported))?.unwrap_or(Json::Null);
        let name = self.parameter_name(consumer, &resolved)?;
        self.write_parameter(&name, reference, consumer)?;
        let imported = consumer.top_level()?.read_parameter(&name)?;
        if consumer.is_nested() {
            return nested_parameter(consumer, &imported, Value::from(imported.clone()));
        }
        Ok(Value::from(imported))
    }

    fn parameter_name(&self, consumer: &Stack, resolved: &Json) -> Result<String> {
        let region = self.region()?.as_literal().unwrap_or_default().to_owned();
        let stack_name = self.data(|data| data.stack_name.clone())?;
        let local = unique_id(&[stack_name, region.into(), resolved.stringify(0).into()])?;
        let prefix = format!("{}/", consumer.top_level()?.data(|data| data.stack_name.clone())?);
        let room = MAX_NAME_LENGTH.saturating_sub(prefix.len());
        Ok(format!("/{PARAMETER_PREFIX}{prefix}{}", &local[local.len().saturating_sub(room)..]))
    }

    fn write_parameter(&self, name: &str, reference: &Reference, consumer: &Stack) -> Result<()> {
        let region = consumer.region()?;
        let id = unique_id(&["ExportsWriter".into(), region.as_literal().unwrap_or_default().into()])?;
        let values = match self.node().try_find_child(&id).and_then(|node| node.attached::<Values>()) {
            Some(values) => values,
            None => self.make_writer(&id, &region)?,
        };
        values.0.borrow_mut().insert(name.to_owned(), reference.clone().into());
        Ok(())
    }

    fn make_writer(&self, id: &str, region: &Text) -> Result<Rc<Values>> {
        const TYPE: &str = "Custom::CrossRegionExportWriter";
        let node = Node::group(self, id)?;
        let provider = CustomResourceProvider::get_or_create(
            &node,
            TYPE,
            CustomResourceProviderProps::of_code(WRITER_CODE),
        )?;
        self.allow_writing(&provider, region)?;
        let values = Rc::new(Values::default());
        node.attach(values.clone());
        let exports = values.clone();
        let exports = Lazy::any(move |_| Ok(Value::Object(exports.0.borrow().clone())));
        let properties = object! { "region" => region, "exports" => exports };
        make_resource(&node, TYPE, &provider, "WriterProps", properties)?;
        Ok(values)
    }

    fn allow_writing(&self, provider: &CustomResourceProvider, region: &Text) -> Result<()> {
        let arn = self.parameters_arn(Some(region.clone()), "*")?;
        if let Some(known) = self.node().attached::<Parameters>() {
            known.0.borrow_mut().push(arn);
            return Ok(());
        }
        let parameters = Rc::new(Parameters(RefCell::new(vec![arn])));
        self.node().attach(parameters.clone());
        provider.add_to_role_policy(object! {
            "Effect" => "Allow",
            "Resource" => Lazy::any(move |_| Ok(parameters.0.borrow().clone().into())),
            "Action" => [
                "ssm:DeleteParameters",
                "ssm:ListTagsForResource",
                "ssm:GetParameters",
                "ssm:PutParameter",
            ],
        });
        Ok(())
    }

    fn read_parameter(&self, name: &str) -> Result<Reference> {
        const ID: &str = "ExportsReader";
        if self.node().try_find_child(ID).is_none() {
            self.make_reader(ID)?;
        }
        let reader = self.node().try_find_child(ID).unwrap_or_else(|| self.node().clone());
        if let Some(values) = reader.attached::<Values>() {
            let parameter = format!("{{{{resolve:ssm:{name}}}}}");
            values.0.borrow_mut().insert(name.to_owned(), Token::intrinsic(parameter.as_str()).into());
        }
        let resource = reader.find_all().iter().find_map(CfnResource::at);
        match resource {
            Some(resource) => Ok(resource.get_att_as(name, TypeHint::String)),
            None => Err(reader.error("it holds no resource that reads parameters")),
        }
    }

    fn make_reader(&self, id: &str) -> Result<()> {
        const TYPE: &str = "Custom::CrossRegionExportReader";
        let node = Node::group(self, id)?;
        let provider = CustomResourceProvider::get_or_create(
            &node,
            TYPE,
            CustomResourceProviderProps::of_code(READER_CODE),
        )?;
        let stack_name = self.data(|data| data.stack_name.clone())?;
        provider.add_to_role_policy(object! {
            "Effect" => "Allow",
            "Resource" => self.parameters_arn(None, &format!("{stack_name}/*"))?,
            "Action" => ["ssm:AddTagsToResource", "ssm:RemoveTagsFromResource", "ssm:GetParameters"],
        });
        let values = Rc::new(Values::default());
        node.attach(values.clone());
        let imports = Lazy::any(move |_| Ok(Value::Object(values.0.borrow().clone())));
        let properties = object! { "region" => self.region()?, "prefix" => stack_name, "imports" => imports };
        make_resource(&node, TYPE, &provider, "ReaderProps", properties)
    }

    fn parameters_arn(&self, region: Option<Text>, names: &str) -> Result<Text> {
        self.format_arn(ArnComponents {
            service: "ssm".into(),
            resource: "parameter".into(),
            region,
            resource_name: Some(format!("{PARAMETER_PREFIX}{names}").into()),
            ..ArnComponents::default()
        })
    }
}

fn make_resource(
    node: &Node,
    resource_type: &str,
    provider: &CustomResourceProvider,
    key: &str,
    properties: Value,
) -> Result<()> {
    let props = CustomResourceProps {
        resource_type: Some(resource_type.to_owned()),
        properties: [(key.to_owned(), properties)].into_iter().collect(),
        ..CustomResourceProps::new(provider.service_token())
    };
    CustomResource::new(node, "Resource", props).map(drop)
}
