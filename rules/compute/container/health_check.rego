# METADATA
# title: Health check of the container
# description: ECS checks the container's health by running curl on the app's health page in a shell.
# scope: package
# related_resources:
#   - description: ContainerDefinition HealthCheck
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-healthcheck.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 80
#   explain:
#     asks: >-
#       The container should be health-checked using the following command: … curl -f
#       http://localhost/api/v1/health/ || exit 1
#     why: >-
#       ECS replaces a container that runs but no longer answers only if it is told how to ask. The command has
#       a ||, so it needs a shell: CMD-SHELL, not CMD, which would pass || to curl as an address.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - HealthCheck:
#                 Command: [CMD-SHELL, "curl -f http://localhost/api/v1/health/ || exit 1"]
#     before: |
#       # the CDK takes no notice of what is set later
#       container.health_check = ecs.HealthCheck(
#           command=["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"],
#       )
#     after: |
#       container = task_definition.add_container(
#           f"{settings.PROJECT_NAME}-app-container",
#           # …
#           health_check=ecs.HealthCheck(
#               command=["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"],
#           ),
#           # …
#       )
#   help: >-
#     give add_container the argument health_check=ecs.HealthCheck(command=["CMD-SHELL", "curl -f
#     http://localhost/api/v1/health/ || exit 1"])
#   argument: health_check.command
package checks.compute.container.health_check

import data.lib.cfn
import data.lib.result
import data.lib.task

# METADATA
# description: A container without a health check, or with one that does not run the command.
violation contains found if some found in task.missing_container

violation contains result.explained(task.definition, _path, _expected, actual, _message(actual)) if {
	task.container != null
	actual := task.part(["HealthCheck", "Command"])
	not _is_right
}

_path := task.path(["HealthCheck", "Command"])

_expected := ["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"]

_message(null) := "the container has no health check; one that is assigned after add_container does nothing"

_message(actual) := sprintf(
	"the health check's command is %s, expected %s",
	[_written(_words), _written(_expected)],
) if {
	actual != null
}

_written(words) := concat("", ["[", result.quoted([concat(word, [`"`, `"`]) | some word in words]), "]"])

_words := [cfn.text(task.stack, word) | some word in cfn.list(task.part(["HealthCheck", "Command"]))]

# CMD-SHELL takes one string, and so does a shell that is called by name.
_is_right if {
	array.slice(_words, 0, 1) == ["CMD-SHELL"]
	count(_words) == 2
	_is_command(_words[1])
}

_is_right if {
	array.slice(_words, 0, 3) in {["CMD", shell, "-c"] | some shell in {"sh", "/bin/sh", "bash", "/bin/bash"}}
	count(_words) == 4
	_is_command(_words[3])
}

# Without a shell there is no "||", which is not needed: curl's own exit status says the same.
_is_right if {
	array.slice(_words, 0, 1) == ["CMD"]
	_is_curl(array.slice(_words, 1, count(_words)))
}

_is_command(line) if {
	sides := split(_spaced(line), "||")
	count(sides) <= 2
	_is_curl(_unquoted(sides[0]))
	[concat(" ", _split(side)) | some side in array.slice(sides, 1, 2)] in {[], ["exit 1"], ["exit"], ["false"]}
}

_spaced(line) := replace(replace(line, "\n", " "), "\t", " ")

_split(line) := [word | some word in split(line, " "); word != ""]

_unquoted(line) := [trim(word, `"'`) | some word in _split(line)]

_is_curl(words) if {
	array.slice(words, 0, 1) == ["curl"]
	arguments := array.slice(words, 1, count(words))
	urls := [argument | some argument in arguments; not startswith(argument, "-")]
	options := [argument | some argument in arguments; startswith(argument, "-")]
	count(urls) == 1
	_is_health_page(urls[0])
	every option in options { _is_harmless(option) }
	count([option | some option in options; _is_fail(option)]) > 0
}

_is_health_page(url) if {
	page := trim_suffix(trim_prefix(url, "http://"), "/")
	page in {concat("", [host, "/api/v1/health"]) | some host in _hosts}
}

_hosts := {"localhost", "localhost:80", "127.0.0.1", "127.0.0.1:80"}

# Options that change what is printed, but not when curl fails.
_is_harmless(option) if option in {"--fail", "--silent", "--show-error", "--location", "--verbose"}

_is_harmless(option) if {
	not startswith(option, "--")
	trim(option, "-fsSLv") == ""
}

_is_fail(option) if option == "--fail"

_is_fail(option) if {
	not startswith(option, "--")
	contains(option, "f")
}
