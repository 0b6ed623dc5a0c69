# METADATA
# title: One cluster and one task definition
# description: The compute stack has exactly one ECS cluster and exactly one Fargate task definition.
# scope: package
# related_resources:
#   - description: AWS::ECS::TaskDefinition
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html
# custom:
#   points: 1
#   requires: []
#   handout: Compute Stack / Fargate task definition
#   order: 10
#   explain:
#     asks: >-
#       We've given you a shell ECS Fargate Task Definition (type `ecs.FargateTaskDefinition`), which provides
#       the runtime configuration for the Yoctogram backend container.
#     why: >-
#       The patterns of the CDK make a cluster and a task definition of their own where they are given none.
#       Then the one that you configured is deployed beside the one that runs.
#     template: |
#       Cluster:
#         Type: AWS::ECS::Cluster
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           RequiresCompatibilities: [FARGATE]
#     before: |
#       # makes a second task definition for an image of its own
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           cluster=cluster,
#           task_image_options=ecs_patterns.ApplicationLoadBalancedTaskImageOptions(
#               image=ecs.ContainerImage.from_asset(settings.YOCTOGRAM_APP_DIR),
#           ),
#       )
#     after: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           cluster=cluster,
#           task_definition=task_definition,
#           # …
#       )
#   help: >-
#     keep the one ecs.Cluster and the one ecs.FargateTaskDefinition, and pass both to the service as cluster= and
#     task_definition=
#   argument: >-
#     ApplicationLoadBalancedFargateService without task_definition for AWS::ECS::TaskDefinition,
#     ApplicationLoadBalancedFargateService without cluster for AWS::ECS::Cluster
package checks.compute.task.single

import data.lib.cfn
import data.lib.result

# METADATA
# description: No cluster, no task definition, each one too many, and a task definition that is not for Fargate.
violation contains result.absent("AWS::ECS::Cluster", "there is no ECS cluster; define one with ecs.Cluster") if {
	_clusters == set()
}

violation contains result.absent(
	"AWS::ECS::TaskDefinition",
	"there is no task definition; define one with ecs.FargateTaskDefinition",
) if {
	_definitions == set()
}

violation contains result.problem(cluster, [], message) if {
	some cluster in _surplus(_clusters, _clusters_in_use)
	message := sprintf("there are %d ECS clusters where one is asked for", [count(_clusters)])
}

violation contains result.problem(definition, [], message) if {
	some definition in _surplus(_definitions, _definitions_in_use)
	message := sprintf("there are %d task definitions where one is asked for", [count(_definitions)])
}

violation contains result.mismatch(definition, ["Properties", "RequiresCompatibilities"], ["FARGATE"], actual) if {
	count(_definitions) == 1
	some definition in _definitions
	actual := cfn.property(definition, ["RequiresCompatibilities"])
	not _is_for_fargate(definition)
}

_clusters := cfn.of_type("AWS::ECS::Cluster")

_definitions := cfn.of_type("AWS::ECS::TaskDefinition")

_services := cfn.of_type("AWS::ECS::Service")

_clusters_in_use := {cfn.target(service.stack, cfn.property(service, ["Cluster"])) | some service in _services}

_definitions_in_use := {cfn.target(service.stack, cfn.property(service, ["TaskDefinition"])) |
	some service in _services
}

# Of several, those that no service uses; all of them when services use all.
_surplus(all, used) := set() if {
	count(all) < 2
} else := all - used if {
	count(all - used) > 0
} else := all

_is_for_fargate(definition) if {
	some kind in cfn.list(cfn.property(definition, ["RequiresCompatibilities"]))
	cfn.text(definition.stack, kind) == "FARGATE"
}

# Without a list, ECS looks at what the definition says.
_is_for_fargate(definition) if {
	cfn.property(definition, ["RequiresCompatibilities"]) == null
	cfn.text(definition.stack, cfn.property(definition, ["NetworkMode"])) == "awsvpc"
}
